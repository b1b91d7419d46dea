package p

// Methods of instances are made in the order of the types: first those of
// declared types and signatures, then those inside.

type gen[T any] struct{ v T }

//go:noinline
func (g gen[T]) both(x *T) {}

//go:noinline
func (g *gen[T]) ptr(x *T) {}

var e both[int] = &gen[int]{}

type both[T any] interface{ both(x *T) }

func values(x *gen[uint], y gen[string]) {
	y.ptr(nil)
}

var f = gen[byte].both
var g interface{} = gen[float64]{}
