package main

func main() {
	var found *int
	find := func(n int) {
		half := n / 2 // heap
		found = &half
	}
	find(10)
	println(*found)
}
