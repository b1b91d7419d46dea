package p

// Several values at once in functions of shapes, whose temporaries come last.

func a[T any](i interface{}, m map[int]T, c chan T) {
	var e, e2 interface{}
	var ok bool
	e, ok = i.(T)
	e, _ = i.(T)
	e, ok = m[1]
	e, ok = <-c
	e, ok = <-(i.(chan T))
	e = <-(i.(chan T))
	var e3, o3 = m[2]
	x().y()()
	func() { e, _ = i.(T); z := x(); e, _ = m[z.z] }()
	var e4, o4 interface{} = g(m[2])
	e, e2 = g(m[3])
	_, _, _, _ = e3, o3, e4, o4
	_, _, _ = e, e2, ok
}
func b() { a[int](nil, nil, nil) }

func g[T any](x T) (T, T) { return x, x }

type yy struct{ z int }

func x() yy
func (yy) y() func()
