// Writes a heap dump in which there are 1000 nodes of a list, an object with a
// finalizer, and a goroutine that waits.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

type node struct {
	next *node
	data [3]int
}

var list *node

//go:noinline
func wait(ready, c chan int) {
	ready <- 1
	<-c
}

func main() {
	runtime.MemProfileRate = 1
	for i := 0; i < 1000; i++ {
		list = &node{next: list}
	}
	x := new([4]int)
	runtime.SetFinalizer(x, func(*[4]int) {})
	ready := make(chan int)
	go wait(ready, make(chan int))
	<-ready
	runtime.MemProfile(nil, true)
	f, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(f.Fd())
	f.Close()
	runtime.KeepAlive(x)
}
