// Generic functions and types: arguments of many kinds, methods, values,
// closures, constraints with methods and with core types.
package main

type Number interface {
	~int | ~int8 | ~int64 | ~float64 | ~uint8
}

func Sum[T Number](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return
}

func Map[T, U any](xs []T, f func(T) U) []U {
	out := make([]U, 0, len(xs))
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

func Keys[M ~map[K]V, K comparable, V any](m M) int {
	n := 0
	for range m {
		n++
	}
	return n
}

type Pair[A, B any] struct {
	First  A
	Second B
}

func (p Pair[A, B]) Swap() Pair[B, A] { return Pair[B, A]{p.Second, p.First} }
func MakePair[A, B any](a A, b B) Pair[A, B] {
	return Pair[A, B]{a, b}
}

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(x T) { s.items = append(s.items, x) }
func (s *Stack[T]) Pop() (x T, ok bool) {
	if len(s.items) == 0 {
		return
	}
	x = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return x, true
}

type Tree[T any] struct {
	left, right *Tree[T]
	val         T
	cmp         func(a, b T) int
}

func (t *Tree[T]) Insert(v T) *Tree[T] {
	if t == nil {
		return &Tree[T]{val: v}
	}
	return t
}

func (t *Tree[T]) Walk(f func(T)) {
	if t == nil {
		return
	}
	t.left.Walk(f)
	f(t.val)
	t.right.Walk(f)
}

type Ordered interface{ ~int | ~string | ~float64 }

func Insert[T Ordered](t *Tree[T], v T) *Tree[T] {
	if t == nil {
		return &Tree[T]{val: v}
	}
	switch {
	case v < t.val:
		t.left = Insert(t.left, v)
	case v > t.val:
		t.right = Insert(t.right, v)
	}
	return t
}

type Shape interface {
	Area() float64
	Name() string
}
type Sq struct{ s float64 }

func (q Sq) Area() float64  { return q.s * q.s }
func (q *Sq) Grow()         { q.s++ }
func (q Sq) Name() string   { return "sq" }

type Grower[T any] interface {
	*T
	Grow()
	Area() float64
}

func GrowAll[T any, P Grower[T]](xs []T) float64 {
	t := 0.0
	for i := range xs {
		p := P(&xs[i])
		p.Grow()
		t += p.Area()
	}
	return t
}

func Describe[S Shape](s S) string {
	f := s.Name
	g := S.Area
	if g(s) > 10 {
		return "big " + f()
	}
	return "small " + f()
}

type MyInt int

func (m MyInt) String() string { return "MyInt" }

func kind[T any](x T) string {
	switch any(x).(type) {
	case int:
		return "int"
	case string:
		return "string"
	case []T:
		return "slice"
	case interface{ String() string }:
		return "stringer"
	}
	return "other"
}

func is[T any](x any) bool {
	_, ok := x.(T)
	return ok
}

func zero[T any]() T {
	var z T
	return z
}

func eq[T comparable](a, b T) bool { return a == b }

func ptr[T any](x T) *T { return &x }

func chanOf[T any](xs ...T) <-chan T {
	c := make(chan T, len(xs))
	for _, x := range xs {
		c <- x
	}
	close(c)
	return c
}

func counter[T Number]() func(T) T {
	var total T
	return func(d T) T {
		total += d
		return total
	}
}

func fib[T Number](n T) T {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

type List[T any] struct {
	head *node[T]
	n    int
}
type node[T any] struct {
	v    T
	next *node[T]
}

func (l *List[T]) Add(v T) { l.head = &node[T]{v, l.head}; l.n++ }
func (l *List[T]) Each(f func(int, T)) {
	i := 0
	for n := l.head; n != nil; n = n.next {
		f(i, n.v)
		i++
	}
}

type Named struct {
	List[string]
	*Stack[int]
	name string
}

type Iface[T any] interface {
	Push(T)
	Pop() (T, bool)
}

func use[T any](i Iface[T], v T) T {
	i.Push(v)
	x, _ := i.Pop()
	return x
}

type key[T comparable] struct {
	k T
	n int
}

func count[T comparable](xs []T) map[key[T]]int {
	m := map[key[T]]int{}
	for _, x := range xs {
		m[key[T]{x, 1}]++
	}
	return m
}

func conv[To, From Number](f From) To { return To(f) }

func lenOf[T ~string | ~[]byte](x T) int { return len(x) }
func str[T ~string | ~[]byte](x T) string { return string(x) }
func at[T ~[]E, E any](x T, i int) E      { return x[i] }

type Opt[T any] func(*T)

func apply[T any](x *T, opts ...Opt[T]) {
	for _, o := range opts {
		o(x)
	}
}

func deferred[T any](x T, out *[]T) {
	defer func() { *out = append(*out, x) }()
	defer push(out, x)
}
func push[T any](out *[]T, x T) { *out = append(*out, x) }

func main() {
	println(Sum(1, 2, 3), Sum(1.5, 2.0), Sum[uint8](200, 100), Sum[MyInt](4, 5))
	for _, s := range Map([]int{1, 2, 3}, func(i int) string { return "x"[:1] + string(rune('a'+i)) }) {
		print(s, " ")
	}
	println(Keys(map[string]int{"a": 1, "b": 2}))
	p := MakePair("a", 3).Swap()
	println(p.First, p.Second)
	var s Stack[string]
	s.Push("x")
	s.Push("y")
	v, ok := s.Pop()
	println(v, ok, len(s.items))
	var t *Tree[string]
	for _, w := range []string{"m", "c", "x", "a"} {
		t = Insert(t, w)
	}
	t.Walk(func(s string) { print(s, " ") })
	println()
	xs := []Sq{{1}, {2}}
	println(GrowAll(xs), xs[0].s)
	println(Describe(Sq{2}), Describe(Sq{4}), Describe[Shape](Sq{9}))
	println(kind(1), kind("a"), kind(MyInt(2)), kind(2.5), kind([]int{1}))
	println(is[int](3), is[string](3), is[Shape](Sq{}), is[Stack[int]](Stack[int]{}), is[Stack[int]](Stack[string]{}))
	println(zero[int](), zero[string]() == "", zero[*int]() == nil, zero[Pair[int, string]]().First)
	println(eq(1, 1), eq("a", "b"), eq(Pair[int, string]{1, "a"}, Pair[int, string]{1, "a"}))
	println(*ptr(5), *ptr("q"))
	for x := range chanOf(1, 2, 3) {
		print(x, " ")
	}
	println()
	c := counter[float64]()
	c(1)
	println(c(2.5), fib(15), fib(10.0))
	var n Named
	n.Stack = &Stack[int]{}
	n.Add("one")
	n.Add("two")
	n.Push(7)
	n.Each(func(i int, s string) { print(i, s, " ") })
	x, _ := n.Pop()
	println(x, n.n)
	println(use[int](n.Stack, 42), use[string](&s, "z"))
	println(count([]string{"a", "b", "a"})[key[string]{"a", 1}])
	println(conv[int](2.9), conv[float64](3), conv[uint8](300), conv[MyInt](int8(-3)))
	println(lenOf("abc"), str([]byte("hi")), at([]int{1, 2}, 1))
	y := 1
	apply(&y, func(p *int) { *p += 2 }, func(p *int) { *p *= 10 })
	println(y)
	var out []string
	deferred("d", &out)
	println(len(out), out[0])
	f := Sum[int]
	g := (*Stack[string]).Push
	g(&s, "via expr")
	h := s.Push
	h("via value")
	println(f(1, 2), len(s.items), s.items[1])
	m := Map[int, *Stack[int]]
	println(len(m([]int{1}, func(int) *Stack[int] { return nil })))
	fs := []func(...int) int{Sum[int], f}
	println(fs[0](4, 4), fs[1]())
	var gl = glob
	println(gl(9))
}

var glob = zeroOr[int]

func zeroOr[T any](x T) T { return x }

// Stderr:
// 6 +3.500000e+000 44 9
// xb xc xd 2
// 3 a
// y true 1
// a c m x 
// +1.300000e+001 +2.000000e+000
// small sq big sq big sq
// int string stringer other other
// true false true true false
// 0 true true 0
// true false true
// 5 q
// 1 2 3 
// +3.500000e+000 610 +5.500000e+001
// 0two 1one 7 2
// 42 z
// 2
// 2 +3.000000e+000 44 -3
// 3 hi 2
// 30
// 2 d
// 3 3 via expr
// 1
// 8 0
// 9
