package main

func main() {
	var last *int
	square := 0 // stack
	for i := 0; i < 3; i++ {
		square = i * i
		last = &square
		*last += i
	}
	println(*last)
}
