package main

func main() {
	done := make(chan bool)
	n := 7 // heap
	go func() {
		n++
		done <- true
	}()
	<-done
	println(n)
}
