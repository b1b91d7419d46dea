package main

var x = f()

func f() int { panic("in init") }

func main() { println(x) }

// Stderr:
// panic: in init
//
// goroutine 1 [running]:
// ...
