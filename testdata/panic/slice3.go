package main

func main() {
	s := make([]int, 2, 4)
	k := 5
	println(len(s[0:1:k]))
}

// Stderr:
// panic: runtime error: slice bounds out of range [::5] with capacity 4
//
// goroutine 1 [running]:
// ...
