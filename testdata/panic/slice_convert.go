package main

func main() {
	s := make([]int, 3, 10)
	p := (*[4]int)(s)
	println(p[0])
}

// Stderr:
// panic: runtime error: cannot convert slice with length 3 to pointer to array with length 4
//
// goroutine 1 [running]:
// ...
