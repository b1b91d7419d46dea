package main

func main() {
	n := 10
	s := make([]int, n, n/2)
	println(len(s))
}

// Stderr:
// panic: runtime error: makeslice: cap out of range
//
// goroutine 1 [running]:
// ...
