package main

func counter() func() int {
	n := 7 // stack
	n *= 2
	n++
	c := n // stack
	return func() int { return c }
}

func main() { println(counter()()) }
