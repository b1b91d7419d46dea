package main

func main() {
	done := make(chan int)
	n := 7 // stack
	go func(start int) { done <- start + 1 }(n)
	n = <-done
	println(n)
}
