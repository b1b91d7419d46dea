package main

type E struct{ code int }

func (e E) Error() string { return "E!" }

func main() {
	defer func() { panic(E{1}) }()
	defer func() { panic(1.5) }()
	defer func() { panic(2i) }()
	defer func() { panic(true) }()
	panic(int8(-3))
}

// Exit: 2

// Stderr:
// panic: -3
// 	panic: true
// 	panic: (+0.000000e+000+2.000000e+000i)
// 	panic: +1.500000e+000
// 	panic: E!
//
// goroutine 1 [running]:
// main.main.func1()
// 	/tmp/wk/codegenb/testdata/panic/values.go:8 +0x36
// panic({0x45bfe0, 0x47b990})
// 	/usr/lib/go-1.19/src/runtime/panic.go:884 +0x212
// main.main.func2()
// 	/tmp/wk/codegenb/testdata/panic/values.go:9 +0x27
// panic({0x45bf20, 0x47b9b8})
// 	/usr/lib/go-1.19/src/runtime/panic.go:884 +0x212
// main.main.func3()
// 	/tmp/wk/codegenb/testdata/panic/values.go:10 +0x27
// panic({0x45be60, 0x4bcac8})
// 	/usr/lib/go-1.19/src/runtime/panic.go:884 +0x212
// main.main.func4()
// 	/tmp/wk/codegenb/testdata/panic/values.go:11 +0x27
// panic({0x45c1e0, 0x4bd2a8})
// 	/usr/lib/go-1.19/src/runtime/panic.go:884 +0x212
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/values.go:12 +0x85
