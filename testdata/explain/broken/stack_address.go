// Not a correct program: an integer carries the address of a local variable
// to the heap, past the analysis. GODEBUG=gcverify=1 must find it; the test of
// explain.py does that. Were it not found, other programs that pass under
// gcverify would prove nothing.
package main

import (
	"runtime"
	"unsafe"
)

type holder struct{ p *int }

var kept *holder

//go:noinline
func leak(h *holder) {
	x := 7
	u := uintptr(unsafe.Pointer(&x))
	h.p = (*int)(unsafe.Pointer(u))
}

func main() {
	kept = &holder{}
	leak(kept)
	runtime.GC()
	println("not found")
}
