package main

type one struct{ by int }

func (o one) add(n *int) { *n += o.by }

func apply(a one) int {
	n := 7 // stack
	a.add(&n)
	return n
}

func main() { println(apply(one{1})) }
