package main

type I interface{ M() }
type T struct{}

func (T) N() {}

func main() {
	var e interface{} = T{}
	e.(I).M()
}

// Stderr:
// panic: interface conversion: main.T is not main.I: missing method M
//
// goroutine 1 [running]:
// ...
