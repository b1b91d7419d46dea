package main

type pair struct{ kept, used *int }

func first() *int {
	a := 7
	b := 8 // stack
	kept := &a
	used := &b
	*used++
	return kept
}

func main() { println(*first()) }
