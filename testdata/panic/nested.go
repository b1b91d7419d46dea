package main

func main() {
	defer func() {
		defer func() { panic("third") }()
		panic("second")
	}()
	panic("first")
}

// Exit: 2

// Stderr:
// panic: first
// 	panic: second
// 	panic: third
//
// goroutine 1 [running]:
// main.main.func1.1()
// 	/tmp/wk/codegenb/testdata/panic/nested.go:5 +0x27
// panic({0x45c500, 0x47b890})
// 	/usr/lib/go-1.19/src/runtime/panic.go:884 +0x212
// main.main.func1()
// 	/tmp/wk/codegenb/testdata/panic/nested.go:6 +0x49
// panic({0x45c500, 0x47b8a0})
// 	/usr/lib/go-1.19/src/runtime/panic.go:884 +0x212
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/nested.go:8 +0x49
