package main

func main() {
	n := -1
	s := make([]int, n)
	println(len(s))
}

// Stderr:
// panic: runtime error: makeslice: len out of range
//
// goroutine 1 [running]:
// ...
