package p

// Instances as values, in literals, inlined: what captures a dictionary, what
// keeps the names of shapes.

type box[T any] struct {
	val  T
	next *box[T]
}

func (b *box[T]) put(v T)        { b.val = v }
func (b box[T]) get() T          { return b.val }
func (b *box[T]) both() (T, int) { return b.val, 1 }

func id[T any](x T) T { return x }

// A literal begins with a copy of the dictionary that it captures.
func later[T any](x T) func() func() T {
	return func() func() T {
		return func() T { return id(x) }
	}
}

func nothing[T any]() func() { return func() {} }

// Used as values, instances are literals; so is a method expression that is
// called.
var global = id[string]

func values[T any](b *box[T]) (func(T), func(box[T]) T) {
	f := id[T]
	f(b.val)
	return b.put, box[T].get
}

func expressions(b box[int]) int {
	n, _ := (*box[int]).both(&b)
	return box[int].get(b) + n
}

// Inlined bodies keep the names of shapes.
func fresh[T any]() *box[T] { return &box[T]{} }

func pair[T any](x, y T) []box[T] {
	return []box[T]{{val: x}, {val: id(y)}}
}

func blank[T any]() (_ T) { return }

type any1 interface{}

func compare() (func() func() int, bool) {
	b := fresh[int]()
	p := pair(1, 2)
	var x any1 = blank[int]()
	var y any1 = blank[string]()
	nothing[int]()()
	put, get := values(b)
	put(expressions(p[0]) + get(*b))
	global("a")
	return later(3), x == y
}

// Methods in cycles of instances.
type turn[A, B any] int

func (t turn[A, B]) step(n int) {
	if n > 0 {
		turn[B, A](t).step(n - 1)
	}
}

func start() { turn[int8, int16](0).step(2) }
