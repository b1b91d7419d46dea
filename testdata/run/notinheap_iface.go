// A pointer to a go:notinheap type is no pointer to the collector: an interface
// holds it in a box.
package main

//go:notinheap
type fixed struct{ n int }

//go:noinline
func box(p *fixed) interface{} { return p }

func main() {
	var p *fixed
	i := box(p)
	q, ok := i.(*fixed)
	println(ok, q == nil, i == interface{}(p))
}

// Stderr:
// true true true
