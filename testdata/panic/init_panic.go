package main

var x = f()

func f() int { panic("in init") }

func main() { println(x) }

// Exit: 2

// Stderr:
// panic: in init
//
// goroutine 1 [running]:
// main.f(...)
// 	/tmp/wk/codegenb/testdata/panic/init_panic.go:5
// main.init()
// 	/tmp/wk/codegenb/testdata/panic/init_panic.go:3 +0x27
