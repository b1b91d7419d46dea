package p

// Calls that are static after all, of instances' methods: gc calls generated
// methods that it analyses later.

type B[T any] struct {
	val T
}

func (b *B[T]) get() T {
	return b.val
}

type getter interface {
	get() int
}

type C struct{ B[int] }
type P struct{ *B[int] }
type D[T any] struct{ n N }
type N struct{ x int }

func (n *N) get() int { return n.x }

type E[T any] struct{ N }
type F[T any] struct{ C }

func f1() {
	a := B[int]{3}
	var i getter = &a
	i.get()
}

func f2() {
	a := C{}
	var i getter = &a
	i.get()
}
func f3() {
	a := P{}
	var i getter = a
	i.get()
}
func f4() {
	a := E[int]{}
	var i getter = &a
	i.get()
}
func f5() {
	a := F[int]{}
	var i getter = &a
	i.get()
}
func f6() {
	a := F[int]{}
	a.get()
}

// A dictionary has the table of (early, getter): its methods come first.
type early[T any] struct{ v T }

func (e *early[T]) get() T { return e.v }

func convert[T any](p *early[T]) any { return interface{ get() T }(p) }

func f7() any {
	a := early[int]{}
	var i getter = &a
	i.get()
	return convert(&early[int]{})
}

// Promoted methods of an instance are called, those of others jumped to.
type outer[T any] struct{ B[T] }

var promoted getter = &outer[int]{}

// The instance's own type is in its dictionary; that of shapes is none.
func unnamed[T any]() { interface{ M() T }.M(nil) }

func f8() { unnamed[int]() }
