package main

type adder interface{ add(*int) }
type one struct{ by int }

func (o one) add(n *int) { *n += o.by }

func apply(a adder) int {
	n := 7 // heap
	a.add(&n)
	return n
}

func main() { println(apply(one{1})) }
