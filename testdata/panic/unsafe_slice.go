package main

import "unsafe"

func main() {
	var p *int
	n := 1
	println(len(unsafe.Slice(p, n)))
}

// Exit: 2

// Stderr:
// panic: runtime error: unsafe.Slice: ptr is nil and len is not zero
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/unsafe_slice.go:8 +0x32
