package main

type MyInt int
type MyStr string

func main() {
	defer func() { panic(MyStr("hi\n")) }()
	panic(MyInt(5))
}

// Exit: 2

// Stderr:
// panic: main.MyInt(5)
// 	panic: main.MyStr("hi
// ")
//
// goroutine 1 [running]:
// main.main.func1()
// 	/tmp/wk/codegenb/testdata/panic/named_value.go:7 +0x27
// panic({0x45c2a0, 0x47b968})
// 	/usr/lib/go-1.19/src/runtime/panic.go:884 +0x212
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/named_value.go:8 +0x49
