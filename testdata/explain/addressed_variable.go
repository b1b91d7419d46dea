package main

func set(p *int) { *p = 7 }

func maker() func() int {
	var n int // heap
	set(&n)
	return func() int { return n }
}

func main() { println(maker()()) }
