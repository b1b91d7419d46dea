package main

type T struct {
	a [10]int
	b int
}

func get(p *T) int { return p.b }

func main() {
	println(get(nil))
}

// Exit: 2

// Stderr:
// panic: runtime error: invalid memory address or nil pointer dereference
// [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x457c76]
//
// goroutine 1 [running]:
// main.get(...)
// 	/tmp/wk/codegenb/testdata/panic/nil_deref.go:8
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/nil_deref.go:11 +0x16
