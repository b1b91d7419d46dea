package main

type T struct{ a, b int }

func main() {
	panic(T{1, 2})
}

// Exit: 2

// Stderr:
// panic: (main.T) 0xc000082000
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/struct_value.go:6 +0x4c
