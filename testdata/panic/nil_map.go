package main

func main() {
	var m map[string]int
	m["a"] = 1
}

// Exit: 2

// Stderr:
// panic: assignment to entry in nil map
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/nil_map.go:5 +0x2e
