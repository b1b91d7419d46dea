package main

func main() {
	m := map[interface{}]int{}
	m[[]int{1}] = 2
}

// Stderr:
// panic: runtime error: hash of unhashable type []int
//
// goroutine 1 [running]:
// ...
