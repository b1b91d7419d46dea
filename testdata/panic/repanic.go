package main

func main() {
	defer func() {
		r := recover()
		panic("re:" + r.(string))
	}()
	panic("first")
}

// Exit: 2

// Stderr:
// panic: first [recovered]
// 	panic: re:first
//
// goroutine 1 [running]:
// main.main.func1()
// 	/tmp/wk/codegenb/testdata/panic/repanic.go:6 +0x59
// panic({0x45c500, 0x47b870})
// 	/usr/lib/go-1.19/src/runtime/panic.go:884 +0x212
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/repanic.go:8 +0x49
