package main

func main() {
	var found int
	find := func(n int) int {
		half := n / 2 // stack
		p := &half
		return *p
	}
	found = find(10)
	println(found)
}
