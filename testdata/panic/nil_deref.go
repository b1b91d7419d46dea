package main

type T struct {
	a [10]int
	b int
}

func get(p *T) int { return p.b }

func main() {
	println(get(nil))
}

// Stderr:
// panic: runtime error: invalid memory address or nil pointer dereference
// [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x
//
// goroutine 1 [running]:
// ...
