package main

func main() {
	defer func() {
		defer func() { recover() }()
		panic("inner")
	}()
	panic("outer")
}

// Exit: 2

// Stderr:
// panic: outer
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/recovered_inner.go:8 +0x49
