// The goroutine that runs finalizers is not one of the program's: it does not
// hide a deadlock, and is not shown.
package main

import _ "unsafe"

//go:linkname setFinalizer runtime.SetFinalizer
func setFinalizer(obj, finalizer any)

//go:linkname gc runtime.GC
func gc()

type T struct{ x, y, z int }

//go:noinline
func make1() { setFinalizer(&T{1, 2, 3}, func(t *T) { println("gone", t.y) }) }

func main() {
	make1()
	gc()
	<-make(chan int)
}

// Stderr:
// gone 2
// fatal error: all goroutines are asleep - deadlock!
//
// goroutine 1 [chan receive]:
// main.main()
// ...
