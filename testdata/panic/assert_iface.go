package main

type I interface{ M() }
type T struct{}

func (T) M() {}

type P struct{}

func (*P) M() {}

func main() {
	var i I = T{}
	_ = i.(*P)
}

// Stderr:
// panic: interface conversion: main.I is main.T, not *main.P
//
// goroutine 1 [running]:
// ...
