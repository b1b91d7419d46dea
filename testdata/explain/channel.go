package main

func main() {
	c := make(chan *int, 1)
	n := 7 // heap
	c <- &n
	println(*<-c)
}
