// Objects whose address is passed as an integer live until the call returns.
package main

import (
	"fmt"
	"runtime"
	"unsafe"
)

var freed = make(chan string, 10)

// Its address is all that is left of the object.
func object(name string) unsafe.Pointer {
	p := new([4]int)
	runtime.SetFinalizer(p, func(*[4]int) { freed <- name })
	return unsafe.Pointer(p)
}

func look(after string) {
	runtime.GC()
	runtime.GC()
	select {
	case name := <-freed:
		fmt.Println(after, "frees", name)
	default:
		fmt.Println(after, "frees nothing")
	}
}

//go:noinline
//go:uintptrescapes
func one(p uintptr) { look("one") }

//go:noinline
//go:uintptrescapes
func many(what string, p ...uintptr) { look(what) }

type method struct{ n int }

//go:noinline
//go:uintptrescapes
func (m method) call(p uintptr) { look("method") }

// A frame of its own for each, and the one of whoever looks below.
//
//go:noinline
func calls(i int) {
	switch i {
	case 0:
		one(uintptr(object("a")))
	case 1:
		many("many", 1, uintptr(object("b")), 2)
	case 2:
		method{1}.call((uintptr(object("c"))))
	}
}

//go:noinline
func clear(n int) (sum byte) {
	var words [1024]byte
	for i := range words {
		words[i] = byte(i * n)
	}
	for _, b := range words {
		sum += b
	}
	return sum
}

func main() {
	for i := 0; i < 3; i++ {
		calls(i)
		clear(i)
		runtime.GC()
		runtime.GC()
		fmt.Println(<-freed, "is freed")
	}
}

// Output:
// one frees nothing
// a is freed
// many frees nothing
// b is freed
// method frees nothing
// c is freed
