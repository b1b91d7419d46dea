package p

// Inlined bodies: positions, order, lines that come twice.

var keep *int

func fresh(n int) *int { x := n; return &x }

func choose(p, q *int, c bool) (r *int) {
	if c {
		return p
	}
	r = q
	return
}

func three() (int, *int, string) { n := 3; return n, &n, "three" }

func use(c bool) int {
	keep = fresh(1)
	fresh(2)
	a, b := 1, 2
	keep = choose(&a, &b, c)
	n, p, s := three()
	return n + *p + len(s)
}
