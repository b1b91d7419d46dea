package main

func add(n *int) { *n++ }

func apply(f func(*int)) int {
	n := 7 // heap
	f(&n)
	return n
}

func main() { println(apply(add)) }
