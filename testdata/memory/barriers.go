// Pointer stores to the heap, as many as it says; -d=barriers counts them.
package main

type node struct {
	next *node
	name string
}

type big struct {
	nodes [20]*node
	n     int
}

var (
	table [100]*node
	one   *big
	two   = new(big)
)

//go:noinline
func set(i int, n *node) { table[i] = n }

//go:noinline
func rename(n *node, name string) { n.name = name }

//go:noinline
func both() { *one = *two }

func main() {
	n := new(node)
	for i := range table {
		set(i, n) // 100
	}
	for i := 0; i < 50; i++ {
		rename(n, "x") // 50
	}
	one = new(big) // 1
	for i := 0; i < 7; i++ {
		both() // 7 copies
	}
}
