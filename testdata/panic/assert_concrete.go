package main

func main() {
	var e interface{} = "str"
	println(e.(int))
}

// Exit: 2

// Stderr:
// panic: interface conversion: interface {} is string, not int
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/assert_concrete.go:5 +0x2e
