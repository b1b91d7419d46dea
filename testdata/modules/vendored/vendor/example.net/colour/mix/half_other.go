//go:build !amd64

package mix

func half(a, b uint64) uint64 { return (a + b) >> 1 }
