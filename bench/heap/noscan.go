// A gigabyte without pointers, which marking does not look at.
package main

import "runtime"

func main() {
	keep := make([][]byte, 16)
	for i := range keep {
		keep[i] = make([]byte, 64<<20)
		keep[i][0] = 1
	}
	for i := 0; i < 4; i++ {
		runtime.GC()
	}
	runtime.KeepAlive(keep)
}
