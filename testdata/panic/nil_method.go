package main

type I interface{ M() }

func main() {
	var i I
	i.M()
}

// Exit: 2

// Stderr:
// panic: runtime error: invalid memory address or nil pointer dereference
// [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x457c76]
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/nil_method.go:7 +0x16
