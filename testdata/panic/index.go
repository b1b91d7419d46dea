package main

func main() {
	s := []int{1, 2, 3}
	i := 5
	defer println("deferred")
	s[i] = 1
}

// Exit: 2

// Stderr:
// deferred
// panic: runtime error: index out of range [5] with length 3
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/index.go:7 +0x45
