// What a program notices of signals and faults: those it does not ask for are
// not deadly where C's are, asking for all of them leaves faults alone, and a
// nil address given to sync/atomic is a panic. Setgid goes to every thread.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
)

func add(p *int32) (err interface{}) {
	defer func() { err = recover() }()
	f := atomic.AddInt32
	f(p, 1)
	return
}

func load(p *int) (err interface{}) {
	defer func() { err = recover() }()
	return *p
}

func mapped() (err interface{}) {
	page, _ := syscall.Mmap(-1, 0, 4096, syscall.PROT_NONE,
		syscall.MAP_ANON|syscall.MAP_PRIVATE)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() { err = recover() }()
	return page[7]
}

// Pools of finished goroutines do not outlive a collection.
func deferInLoops() {
	var wg sync.WaitGroup
	for round := 0; round < 50; round++ {
		wg.Add(8)
		for i := 0; i < 8; i++ {
			go func() {
				defer wg.Done()
				for k := 0; k < 100; k++ {
					defer func(s []*int) { _ = s }(make([]*int, 2))
				}
			}()
		}
		wg.Wait()
		debug.FreeOSMemory()
	}
}

func main() {
	fmt.Println(add(nil))
	fmt.Println(mapped())
	fmt.Println(syscall.Setgid(os.Getgid()))

	r, w, _ := os.Pipe()
	r.Close()
	_, err := w.Write([]byte("x"))
	fmt.Println(err)
	syscall.Kill(os.Getpid(), syscall.SIGUSR1)

	c := make(chan os.Signal, 100)
	signal.Notify(c)
	syscall.Kill(os.Getpid(), syscall.SIGUSR2)
	for s := range c {
		if s == syscall.SIGUSR2 {
			fmt.Println(s)
			break
		}
	}
	fmt.Println(load(nil))
	deferInLoops()
	fmt.Println("done")
}

// Output:
// runtime error: invalid memory address or nil pointer dereference
// runtime error: invalid memory address or nil pointer dereference
// <nil>
// write |1: broken pipe
// user defined signal 2
// runtime error: invalid memory address or nil pointer dereference
// done
