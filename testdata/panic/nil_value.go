package main

func main() { panic(nil) }

// Stderr:
// panic: nil
//
// goroutine 1 [running]:
// ...
