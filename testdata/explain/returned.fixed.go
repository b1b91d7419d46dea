package main

type point struct{ x, y int }

func origin() point {
	p := point{1, 2} // stack
	return p
}

func main() { println(origin().x) }
