package p

// The dictionaries that go and defer statements keep.

func F[T any](x T) {}

type L[T any] struct{ v T }

func (l L[T]) M(x T)  {}
func (l *L[T]) P(x T) {}

func a(i int) {
	go F(i)
	defer F(&i)
	var l L[int]
	go l.M(i)
	defer l.P(i)
	defer L[int].M(l, 3)
}
func b[T any](i T) {
	go F(i)
	defer F(&i)
	var l L[T]
	go l.M(i)
	defer l.P(i)
	defer L[T].M(l, i)
}
func c() { b(1) }

func d(l L[int]) {
	f := l.M
	g := L[int].M
	h := F[int]
	defer f(1)
	defer g(l, 1)
	defer h(1)
}
func e[T any](l L[T], x T) {
	f := l.M
	g := L[T].M
	h := F[T]
	defer f(x)
	defer g(l, x)
	defer h(x)
}
func f() {
	e(L[int]{}, 2)
}
func in[T any](l L[T], x T) func(T) { return l.M }
func out(x int) {
	g := in(L[int]{}, 2)
	defer g(x)
}
