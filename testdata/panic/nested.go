package main

func main() {
	defer func() {
		defer func() { panic("third") }()
		panic("second")
	}()
	panic("first")
}

// Stderr:
// panic: first
// 	panic: second
// 	panic: third
//
// goroutine 1 [running]:
// ...
