package main

func recurse(n int) int {
	if n < 0 {
		return 0
	}
	return recurse(n+1) + n
}

func main() {
	println(recurse(1))
}

// Stderr:
// runtime: goroutine stack exceeds 1000000000-byte limit
// runtime: sp=0x
// fatal error: stack overflow
//
// runtime stack:
// ...
// goroutine 1 [running]:
// main.recurse(
// 	$FILE:
// main.recurse(
// 	$FILE:7
// ...
// ...additional frames elided...
