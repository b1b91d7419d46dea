package main

type I interface{ M() }
type T struct{}

func (T) N() {}

func main() {
	var e interface{} = T{}
	e.(I).M()
}

// Exit: 2

// Stderr:
// panic: interface conversion: main.T is not main.I: missing method M
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/assert_missing.go:10 +0x27
