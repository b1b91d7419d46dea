// A word that hides an object from the collector, and brings it back.
package main

import (
	"runtime"
	"unsafe"
)

type node struct {
	next *node
	data int
}

var (
	keep, other *node
	hidden      uintptr
)

//go:noinline
func hide() {
	keep = &node{data: 7}
	other = &node{} // its neighbour: the span stays
	hidden = ^uintptr(unsafe.Pointer(keep))
	keep = nil
}

//go:noinline
func clear(n int) (sum int) {
	var words [100]int
	if n > 0 {
		words[n] = clear(n - 1)
	}
	return words[n]
}

func main() {
	hide()
	clear(20)
	runtime.GC()
	runtime.GC()
	hidden = ^hidden
	keep = *(**node)(unsafe.Pointer(&hidden))
	runtime.GC()
	runtime.GC()
	println("survived")
}
