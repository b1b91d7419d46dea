// Functions of gc's runtime that packages of third parties reach for by name.
package main

import (
	"unsafe"
)

//go:linkname stringHash runtime.stringHash
func stringHash(s string, seed uintptr) uintptr

//go:linkname strhash runtime.strhash
func strhash(p unsafe.Pointer, seed uintptr) uintptr

//go:linkname memhash runtime.memhash
func memhash(p unsafe.Pointer, seed, n uintptr) uintptr

//go:linkname nanotime runtime.nanotime
func nanotime() int64

//go:linkname fastrand runtime.fastrand
func fastrand() uint32

//go:linkname fastrandn runtime.fastrandn
func fastrandn(n uint32) uint32

func main() {
	a, b := "abcdef", string([]byte("abcdef"))
	println(stringHash(a, 7) == stringHash(b, 7), stringHash(a, 7) == stringHash(a, 8))
	println(stringHash(a, 7) == strhash(unsafe.Pointer(&b), 7))
	n := [2]int{1, 2}
	m := n
	println(memhash(unsafe.Pointer(&n), 1, 16) == memhash(unsafe.Pointer(&m), 1, 16))
	println(nanotime() <= nanotime())
	seen := map[uint32]bool{}
	for i := 0; i < 100; i++ {
		seen[fastrand()] = true
		if fastrandn(10) >= 10 {
			println("too large")
		}
	}
	println(len(seen) > 90)
}

// Stderr:
// true false
// true
// true
// true
// true
