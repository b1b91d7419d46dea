package main

type pair struct{ kept, used *int }

func first() *int {
	a := 7
	b := 8 // heap
	p := pair{kept: &a, used: &b}
	*p.used++
	return p.kept
}

func main() { println(*first()) }
