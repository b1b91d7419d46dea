package p

// Inlining can lose: the copy of a local closure variable has no known value,
// and the copy of a loop made with goto counts for what comes after.

func inner(p *int) int {
	f := func(x *int) int { return *x + 1 }
	return f(p)
}

func outer() int { n := 1; return inner(&n) }

func spin(n int) {
again:
	n--
	if n > 0 {
		goto again
	}
}

func after() int {
	var p *int
	spin(3)
	n := 1
	p = &n
	return *p
}
