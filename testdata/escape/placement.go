package p

// What gc's limits and rules put where: each pair differs in one thing.

type X struct{ p *int }

type small struct{ a, b int }

type Shower interface{ Show() string }

func inLiteral() {
	for n := 0; n < 3; n++ {
		i1 := n
		x := &X{p: &i1} // a field of a literal: i1 stays
		_ = x
	}
}

func throughPointer() {
	for n := 0; n < 3; n++ {
		i2 := n
		x := &X{}
		x.p = &i2 // a store through a pointer: i2 goes to the heap
	}
}

func sizes(n int) (int, int, int) {
	a := make([]int, 8192)  // 64 KB: the largest implicit size
	b := make([]int, 10240) // too large
	c := make([]int, n)     // not a constant
	return len(a), len(b), len(c)
}

func large() byte {
	var b [11 << 20]byte // over 10 MB
	return b[5]
}

func show(e interface{}) bool { return e != nil }

var sink interface{}

func keep(e interface{}) { sink = e }

func boxes(k int) {
	show(k) // boxed on the stack
	keep(k) // boxed on the heap
}

//go:noinline
func alloc() *small { return &small{} }

func closures() (func() int, func() int) {
	x, y := 1, 2
	byValue := func() int { return x }
	byReference := func() int { y++; return y }
	return byValue, byReference
}

func deferred(p *int) {
	defer func() { *p = 1 }()
	for i := 0; i < 2; i++ {
		q := i
		defer func() { _ = q }()
	}
}

func grow(s []*int, v *int) []*int { return append(s, v) }

func method(s Shower) string { return s.Show() }
