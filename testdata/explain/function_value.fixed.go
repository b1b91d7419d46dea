package main

func add(n *int) { *n++ }

func apply() int {
	n := 7 // stack
	f := add
	f(&n)
	return n
}

func main() { println(apply()) }
