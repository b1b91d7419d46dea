package main

import "unsafe"

func main() {
	var p *int
	n := 1
	println(len(unsafe.Slice(p, n)))
}

// Stderr:
// panic: runtime error: unsafe.Slice: ptr is nil and len is not zero
//
// goroutine 1 [running]:
// ...
