package main

func div(a, b int) int { return a / b }

func main() { println(div(1, 0)) }

// Exit: 2

// Stderr:
// panic: runtime error: integer divide by zero
//
// goroutine 1 [running]:
// main.div(...)
// 	/tmp/wk/codegenb/testdata/panic/divide.go:3
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/divide.go:5 +0x12
