package main

type T struct {
	n int
	e interface{}
}

func main() {
	a, b := T{1, map[int]int{}}, T{1, map[int]int{}}
	println(a == b)
}

// Stderr:
// panic: runtime error: comparing uncomparable type map[int]int
//
// goroutine 1 [running]:
// ...
