package p

// Generated methods and literals that return several results.

type in struct{ p *int }

func (i in) two(q *int) (*int, *int)           { return i.p, q }
func (i *in) three(q *int) (*int, error, *int) { return i.p, nil, q }

type out struct{ in }
type outp struct{ *in }
type iface interface {
	two(q *int) (*int, *int)
	three(q *int) (*int, error, *int)
}
type ifo struct{ iface }

var a iface = &out{}
var b iface = outp{}
var c iface = ifo{}
var d = iface.two

func use(x iface, y ifo) (*int, *int) {
	d(x, nil)
	f := y.two
	f(nil)
	return ifo.two(y, nil)
}

type gen[T any] struct{ v T }

func (g gen[T]) both(x *T) (T, *T)  { return g.v, x }
func (g *gen[T]) ptr(x *T) (*T, *T) { return &g.v, x }

type both[T any] interface {
	both(x *T) (T, *T)
	ptr(x *T) (*T, *T)
}

var e both[int] = &gen[int]{}
var f = gen[string].both
var g = (*gen[string]).ptr

func values(x *gen[int], y gen[string]) func(x *int) (*int, *int) {
	h := y.both
	h(nil)
	return x.ptr
}
