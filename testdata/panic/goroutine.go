// A panic in a goroutine ends the program, and only that goroutine is shown.
package main

func fail(c chan int) {
	defer println("deferred")
	close(c)
	c <- 1
}

func main() {
	c := make(chan int)
	go fail(c)
	<-c
	select {}
}

// Stderr:
// deferred
// panic: send on closed channel
//
// goroutine
// main.fail(
// 	$FILE:7
// created by main.main
// 	$FILE:12
