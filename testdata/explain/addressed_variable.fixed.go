package main

func set(p *int) { *p = 7 }

func maker() func() int {
	var n int // stack
	set(&n)
	c := n // stack
	return func() int { return c }
}

func main() { println(maker()()) }
