package main

type node struct{ value *int }

func main() {
	n := 7 // stack
	x := &node{value: &n}
	println(*x.value)
}
