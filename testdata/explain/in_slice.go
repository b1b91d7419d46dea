package main

func main() {
	n := 7 // heap
	list := make([]*int, 1)
	list[0] = &n
	println(*list[0])
}
