// An address in the heap where no object is.
package main

import (
	"runtime"
	"unsafe"
)

type node struct{ next *node }

var keep *node

func main() {
	keep = &node{}
	*(*uintptr)(unsafe.Pointer(keep)) = uintptr(unsafe.Pointer(keep)) + 2<<20
	runtime.GC()
	println("survived")
}
