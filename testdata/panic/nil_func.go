package main

func main() {
	var f func(int) int
	println(f(1))
}

// Exit: 2

// Stderr:
// panic: runtime error: invalid memory address or nil pointer dereference
// [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x457c76]
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/nil_func.go:5 +0x16
