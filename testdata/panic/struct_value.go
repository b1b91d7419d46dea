package main

type T struct{ a, b int }

func main() {
	panic(T{1, 2})
}

// Stderr:
// panic: (main.T) 0x
//
// goroutine 1 [running]:
// ...
