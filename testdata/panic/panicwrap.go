package main

type T struct{ a, b int }

func (t T) M() int { return t.a }

type I interface{ M() int }

func main() {
	var p *T
	var i I = p
	println(i.M())
}

// Stderr:
// panic: runtime error: invalid memory address or nil pointer dereference
// [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x
//
// goroutine 1 [running]:
// ...
