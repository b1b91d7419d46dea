// Why an object is alive, and how its address leads to it.
package main

import (
	"runtime"
	"unsafe"
)

//go:linkname why runtime.gcwhy
func why(p unsafe.Pointer)

//go:linkname where runtime.heapwhere
func where(p unsafe.Pointer)

type list struct {
	next *list
	word *[3]int
	n    int
}

var (
	head   *list
	hidden uintptr // an address that is none
)

//go:noinline
func build() {
	for i := 0; i < 3; i++ {
		head = &list{next: head, n: i}
	}
	last := head.next.next
	last.word = new([3]int)
	hidden = ^uintptr(unsafe.Pointer(last.word))
}

//go:noinline
func use(depth int) (sum int) {
	var words [50]int
	if depth > 0 {
		words[depth] = use(depth - 1)
	}
	return words[depth] + depth
}

func main() {
	build()
	use(40) // overwrites what build left on the stack
	runtime.GC()
	why(*(*unsafe.Pointer)(unsafe.Pointer(&[]uintptr{^hidden}[0])))
	where(unsafe.Pointer(head.next))
	where(nil)
}
