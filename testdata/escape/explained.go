package p

// The order of -m=2: the heap's walk, then the others, last created first.

var sink interface{}

func order(a *int, b **int) *int {
	x := a
	y := &x
	sink = &y
	sink = b
	return *b
}

func paths(c bool) *int {
	n, m := 1, 2
	p := &n
	q := p
	if c {
		q = &m
	}
	return q
}

type loop struct{ next *loop }

func circle() *loop {
	a, b := &loop{}, &loop{}
	x := loop{a}
	y := loop{b}
	x = y
	y = x
	return &x
}
