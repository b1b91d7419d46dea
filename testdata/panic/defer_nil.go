package main

func main() {
	var f func()
	defer f()
	println("body")
}

// Exit: 2

// Stderr:
// body
// panic: runtime error: invalid memory address or nil pointer dereference
// [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x457cb8]
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/defer_nil.go:7 +0x58
