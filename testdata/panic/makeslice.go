package main

func main() {
	n := -1
	s := make([]int, n)
	println(len(s))
}

// Exit: 2

// Stderr:
// panic: runtime error: makeslice: len out of range
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/makeslice.go:5 +0x2a
