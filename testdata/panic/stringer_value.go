package main

type S struct{ n int }

func (s S) String() string { return "stringer" }

func main() { panic(S{1}) }

// Exit: 2

// Stderr:
// panic: stringer
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/stringer_value.go:7 +0x36
