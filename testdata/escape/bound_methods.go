package p

// Methods of type parameters as values: an interface of the bound holds x.

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
		go func() { _ = v.String }()
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

func one[T interface {
	*int
	str
}](x T) {}

type my int

func (m my) String() string { return "a" }
func (m my) Get(x int) *int { return &x }
func (m *my) Ptr() string   { return "b" }

type ptr[T any] interface {
	*T
	Ptr() string
}

func pt[T any, P ptr[T]](x T) func() string {
	p := P(&x)
	return p.Ptr
}

func ifc[T str](x T) func() string { return x.String }

func use(s str) {
	three([]my{1})
	two(1, my(2))
	pt(my(2))
	ifc[str](s)
	ifc(my(3))
}
