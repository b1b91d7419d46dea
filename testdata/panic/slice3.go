package main

func main() {
	s := make([]int, 2, 4)
	k := 5
	println(len(s[0:1:k]))
}

// Exit: 2

// Stderr:
// panic: runtime error: slice bounds out of range [::5] with capacity 4
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/slice3.go:6 +0x1d
