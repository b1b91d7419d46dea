// What a traceback names: who waits inside package sync, the wrappers of `go`
// not, and as creator the function with the `go` statement, wherever it was
// inlined.
package main

import "sync"

type worker interface{ work(c chan int) }

type reader struct{}

func (reader) work(c chan int) { <-c }

var ready = make(chan bool)

func start(w worker, c chan int) {
	go w.work(c)
	go adds(1, c)
}

func adds(n int, c chan int) { c <- n + <-c }

type account struct{ mu sync.Mutex }

func (a *account) lock() {
	ready <- true
	a.mu.Lock()
}

func nested(a *account) {
	func() {
		go a.lock()
	}()
	<-ready
}

func main() {
	var a account
	var wg sync.WaitGroup
	a.mu.Lock()
	wg.Add(1)
	nested(&a)
	start(reader{}, make(chan int))
	wg.Wait()
}

// Stderr:
// fatal error: all goroutines are asleep - deadlock!
//
// goroutine 1 [semacquire]:
// sync.runtime_Semacquire(...)
// 	
// sync.(*WaitGroup).Wait(...)
// 	
// main.main()
// 	$FILE:44
//
// goroutine
// sync.runtime_SemacquireMutex(...)
// 	
// ...
// main.(*account).lock(...)
// 	$FILE:27
// created by main.nested.func1
// 	$FILE:32
//
// goroutine
// main.reader.work(...)
// 	$FILE:12
// created by main.start
// 	$FILE:17
//
// goroutine
// main.adds(...)
// 	$FILE:21
// created by main.start
// 	$FILE:18
