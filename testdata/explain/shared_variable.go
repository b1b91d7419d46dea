package main

func counter() func() int {
	n := 7 // heap
	n *= 2
	f := func() int { return n }
	n++
	return f
}

func main() { println(counter()()) }
