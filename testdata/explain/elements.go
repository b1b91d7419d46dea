package main

func second() *int {
	a := 7 // heap
	b := 8
	var list [2]*int
	list[0] = &a
	list[1] = &b
	*list[0]++
	return list[1]
}

func main() { println(*second()) }
