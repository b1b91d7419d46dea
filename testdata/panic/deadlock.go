// Nobody can go on: every goroutine is shown, with what it waits for.
package main

func wait(c chan int) {
	<-c
}

func main() {
	ready := make(chan bool)
	go func() {
		ready <- true
		wait(nil)
	}()
	<-ready
	c, d := make(chan int), make(chan int)
	select {
	case c <- 1:
	case <-d:
	}
}

// Stderr:
// fatal error: all goroutines are asleep - deadlock!
//
// goroutine 1 [select]:
// main.main()
// 	$FILE:16
//
// goroutine
// main.wait(...)
// 	$FILE:5
// main.main.func1()
// 	$FILE:12
// created by main.main
// 	$FILE:10
// ...
