package main

type I interface{ M() }

func main() {
	var i I
	println(i.(interface{ N() }) == nil)
}

// Exit: 2

// Stderr:
// panic: interface conversion: interface is nil, not interface { N() }
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/assert_nil.go:7 +0x25
