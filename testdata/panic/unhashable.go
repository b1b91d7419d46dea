package main

func main() {
	m := map[interface{}]int{}
	m[[]int{1}] = 2
}

// Exit: 2

// Stderr:
// panic: runtime error: hash of unhashable type []int
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/unhashable.go:5 +0xb1
