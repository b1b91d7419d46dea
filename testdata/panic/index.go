package main

func main() {
	s := []int{1, 2, 3}
	i := 5
	defer println("deferred")
	s[i] = 1
}

// Stderr:
// deferred
// panic: runtime error: index out of range [5] with length 3
//
// goroutine 1 [running]:
// ...
