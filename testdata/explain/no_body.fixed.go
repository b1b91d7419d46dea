package main

// Not to be linked: keep is written elsewhere.

//go:noescape
func keep(p *int)

func main() {
	n := 7 // stack
	keep(&n)
	println(n)
}
