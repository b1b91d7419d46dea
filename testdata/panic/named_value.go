package main

type MyInt int
type MyStr string

func main() {
	defer func() { panic(MyStr("hi\n")) }()
	panic(MyInt(5))
}

// Stderr:
// panic: main.MyInt(5)
// 	panic: main.MyStr("hi
// ")
//
// goroutine 1 [running]:
// ...
