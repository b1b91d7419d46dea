package main

type node struct{ value *int }

func main() {
	n := 7 // heap
	x := &node{}
	x.value = &n
	println(*x.value)
}
