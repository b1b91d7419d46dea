package main

func second() *int {
	a := 7 // stack
	b := 8
	first, second := &a, &b
	*first++
	return second
}

func main() { println(*second()) }
