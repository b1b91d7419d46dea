package main

import "example.com/lib"

func main() {
	n := len(lib.Name)
	lib.Add(2)(&n)
	println(lib.Name, n)
}
