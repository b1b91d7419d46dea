package main

var seen []int

func remember(p *int) { seen = append(seen, *p) }

func main() {
	n := 7 // stack
	remember(&n)
	println(n + seen[0])
}
