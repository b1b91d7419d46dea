// The processor as the portable parts of the library see it: nothing special.

package cpu

const CacheLinePadSize = 64

func doinit() {}
