package main

func main() {
	var last *int
	for i := 0; i < 3; i++ {
		square := i * i // heap
		last = &square
		*last += i
	}
	println(*last)
}
