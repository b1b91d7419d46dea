package main

func main() {
	defer func() {
		defer func() { recover() }()
		panic("inner")
	}()
	panic("outer")
}

// Stderr:
// panic: outer
//
// goroutine 1 [running]:
// ...
