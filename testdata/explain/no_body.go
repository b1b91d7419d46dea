package main

// Not to be linked: keep is written elsewhere.

func keep(p *int)

func main() {
	n := 7 // heap
	keep(&n)
	println(n)
}
