// Lives in 32 MB, with a little churn; GOMEMLIMIT may be smaller.
package main

type node struct{ left, right *node }

func build(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{build(depth - 1), build(depth - 1)}
}

func (n *node) count() int {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.count() + n.right.count()
}

func main() {
	keep, sum := build(20), 0
	for i := 0; i < 1000; i++ {
		// The program has something to do, or collecting would take most of
		// the time without a limit, too.
		for tree, k := build(10), 0; k < 50; k++ {
			sum += tree.count()
		}
	}
	println(sum, keep.count())
}
