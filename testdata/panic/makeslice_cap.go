package main

func main() {
	n := 10
	s := make([]int, n, n/2)
	println(len(s))
}

// Exit: 2

// Stderr:
// panic: runtime error: makeslice: cap out of range
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/makeslice_cap.go:5 +0x2a
