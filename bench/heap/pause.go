// 10 MB of live 16-byte nodes, and garbage for many cycles.
package main

type node struct{ left, right *node }

func build(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{build(depth - 1), build(depth - 1)}
}

func main() {
	const nodes = 10 << 20 / 16
	keep, sum := make([]*node, 0, 20), 0
	for left, depth := nodes, 18; left > 0 && depth >= 0; depth-- {
		if n := 2<<uint(depth) - 1; n <= left {
			keep = append(keep, build(depth))
			left -= n
		}
	}
	for i := 0; i < 20000; i++ {
		if t := build(10); t.left != nil {
			sum++
		}
	}
	println(len(keep), sum)
}
