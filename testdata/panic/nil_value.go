package main

func main() { panic(nil) }

// Exit: 2

// Stderr:
// panic: nil
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/nil_value.go:3 +0x1d
