package p

// Parts of package variables that are laid out before the program runs: the
// others are assigned to places with names and offsets.

type T struct {
	a int8
	b *int
	c [2]*int
	i interface{}
	_ *int
	s []*int
}
type N []*int
type F func() *int
type M interface{ m() }

func (t *T) m() {}

func f() *int
func g(x int) *int { return new(int) }
func (n N) m()

var (
	x1             = T{1, new(int), [2]*int{nil, new(int)}, new(int), new(int), []*int{new(int), 3: new(int)}}
	x2             = &T{b: new(int), c: [2]*int{1: g(1)}}
	x3 interface{} = &T{b: new(int)}
	x4 interface{} = T{b: new(int)}
	x5             = []interface{}{T{b: new(int)}, []*int{new(int)}, 1, "a", N{new(int)}, N(nil), f}
	x6             = map[int]*T{1: {b: new(int)}}
	x7             = &[]*int{new(int)}
	x8             = [...]T{2: {b: new(int)}, {c: [2]*int{new(int)}}}
	x9             = []N{{new(int)}, N([]*int{new(int)})}
	y1 M           = &T{b: new(int)}
	y2 M           = N{new(int)}
	_              = T{b: f()}
	_              = []*int{new(int), f()}
	_              = &T{b: f(), c: [2]*int{new(int)}}
	_  interface{} = T{b: f()}
	_  interface{} = &T{b: f()}
	y3             = F(func() *int { return new(int) })
	y4             = &x1.c[1]
	y5             = []**int{&x1.c[1], new(*int)}
	y6             = []byte("abc")
	y7             = struct {
		a, b []byte
		c    []rune
		d    *int
	}{[]byte("abc"), []byte("abc"), []rune("abc"), new(int)}
	y8 = []string{string(rune(*g(2))), "b"}
	y9 = struct {
		a M
		b interface{}
	}{y1, y1}
	z1 = []M{&T{b: new(int)}, y1, N{}}
	z2 = x1.b
	z3 = [2]interface{}{z2, *z2}
	z4 = struct{ a, b interface{} }{M(&T{b: new(int)}), interface{}(M(N{new(int)}))}
	z5 = [][]*int{{new(int)}, {}, {new(int), nil, new(int)}}
	z6 = append([]*int{new(int)}, new(int))
)
