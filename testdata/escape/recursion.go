package p

// A function that calls itself is one batch: the call flows into its own
// parameters, and its result comes from its own result variable.

type tree struct{ left, right *tree }

func last(n int, p *int) *int {
	if n == 0 {
		return p
	}
	return last(n-1, p)
}

func down(n int, p *int) int {
	x := n
	if n > 0 {
		return down(n-1, &x)
	}
	return *p
}

func (t *tree) leftmost() *tree {
	if t.left == nil {
		return t
	}
	return t.left.leftmost()
}

func build(n int) *tree {
	if n == 0 {
		return nil
	}
	return &tree{build(n - 1), build(n - 1)}
}
