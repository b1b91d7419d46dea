// Methods of type parameters as values: an interface of the bound holds the
// receiver as it was then.
package main

type str interface{ String() string }
type both[T any] interface {
	~int | ~string
	Get(x T) *T
}

func three[T str](s []T) (ret []string) {
	for _, v := range s {
		f := v.String
		ret = append(ret, f())
		defer v.String()
		func() { g := v.String; println(g()) }()
	}
	return ret
}

func two[T any, U both[T]](x T, u U) func(T) *T {
	g := u.Get
	g(x)
	h := U.Get
	h(u, x)
	return u.Get
}

type my int

func (m my) String() string { println("str", m); return "a" }
func (m my) Get(x int) *int { x += int(m); return &x }
func (m *my) Ptr() string   { *m++; return "b" }

type ptr[T any] interface {
	*T
	Ptr() string
}

func pt[T any, P ptr[T]](x T) (func() string, *T) {
	p := P(&x)
	return p.Ptr, &x
}

func ifc[T str](x T) func() string { return x.String }

type big struct{ a, b, c int }

func (b big) String() string { println(b.a, b.b, b.c); return "big" }

func main() {
	println(three([]my{1, 2})[1])
	println(*two(1, my(2))(5))
	f, p := pt(my(2))
	println(f(), *p)
	println(ifc[str](my(4))())
	println(ifc(my(3))())
	b := big{1, 2, 3}
	g := ifc(b)
	b.a = 7
	println(g())
	println(ifc[str](b)())
	defer func() { println(recover() != nil) }()
	ifc[str](nil)
}

// Stderr:
// str 1
// str 1
// a
// str 2
// str 2
// a
// str 2
// str 1
// a
// 7
// b 3
// str 4
// a
// str 3
// a
// 1 2 3
// big
// 7 2 3
// big
// true
