package p

// Variables that the compiler invents: their numbers show in messages.

type node struct {
	next *node
	val  *int
}

func (n *node) step() *node      { return n.next }
func (n node) value(d *int) *int { return n.val }

type reader interface{ read() *int }
type file struct{ p *int }

func (f file) read() *int { return f.p }

//go:noinline
func two(a, b interface{}) (*int, file) { return nil, file{} }

func open() reader { return file{} }

// Receivers with calls go through temporaries, in the order of declaration.
func chain(n *node) *int {
	x := 1
	p := n.step().step().value(&x)
	y := 2
	q := n.step().value(&y)
	_ = q
	return p
}

// The receiver's temporary has no declaration: it outlives the loop.
func loop(list []*node) {
	for range list {
		v := (&node{val: two2(1)}).step()
		_ = v
	}
}

//go:noinline
func two2(i int) *int { return nil }

func spread() (interface{}, reader) { return two(nil, nil) }
func pass() (a, b interface{}) {
	a, b = two(1, "x")
	var c, d interface{} = two(2, "y")
	_, _ = c, d
	return a, b
}

func commaOK(m map[string]file, i interface{}) {
	var e interface{}
	var r reader
	e, _ = m["k"]
	e, ok := i.(int)
	for _, r = range []file{{}} {
	}
	_, _, _ = e, r, ok
}

func later(r reader, list ...*int) {
	x, big := 1, [40]*int{}
	defer r.read()
	defer two(&x, big)
	go open().read()
	defer func(p *int) *int { return p }(&x)
	for range list {
		defer println(len(list), &x)
	}
}

func device() *int { return open().read() }

func early(r0 *node) (r1 node, f func()) {
	return r1, func() { _ = r1.val }
}
