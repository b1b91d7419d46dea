package main

func main() {
	c := make(chan int, 1)
	n := 7 // stack
	c <- n
	println(<-c)
}
