// An instance used as a value has a variable for its dictionary, also in a copy
// of the function that uses it: temporaries behind it count it.
package p

func ptr[X any](x X) *X { return &x }

func pick(n int) *int {
	f := ptr[int]
	return f(n)
}

func later(p *int, q func(*int)) {
	println(pick(*p))
	defer q(p)
}
