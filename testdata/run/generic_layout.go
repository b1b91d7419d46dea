// Fields of structs that depend on type parameters, where nothing but their
// use says how the struct is laid out; constants converted to such parameters;
// a deferred recover.
package main

import "unsafe"

type lock struct{ state int32 }

func (l *lock) set(n int32) { l.state = n }

type guarded[T any] struct {
	x T
	l lock
}

func (g *guarded[T]) get() T {
	g.l.set(1)
	defer g.l.set(0)
	return g.x
}

func (g *guarded[T]) offset() uintptr { return unsafe.Offsetof(g.l) }

func second[T any](i interface{}) interface{} {
	if x, ok := i.(struct{ a, b T }); ok {
		return x.b
	}
	return nil
}

func sum[T any](p *struct{ a, b, c T }, f func(x, y T) T) T {
	return f(f(p.a, p.b), p.c)
}

func unit[T ~complex64 | ~complex128]() T { return T(3) * T(2i) }

func squelch() {
	defer func() { println("panicking:", recover() != nil) }()
	defer func() {
		defer recover()
	}()
	panic(1)
}

func noop() {
	defer func() { println("panicking:", recover() != nil) }()
	defer recover()
	panic(2)
}

func wraps(p *byte, n int) (err interface{}) {
	defer func() { err = recover() }()
	_ = unsafe.Slice(p, n)
	return nil
}

func main() {
	g := guarded[string]{x: "text"}
	println(g.get(), g.l.state, g.offset())
	h := guarded[byte]{x: 7}
	println(h.get(), h.l.state, h.offset())
	println(second[float64](struct{ a, b float64 }{1, 2}).(float64) == 2)
	println(second[string](struct{ a, b string }{"1", "2"}).(string))
	println(sum(&struct{ a, b, c int16 }{1, 20, 300}, func(x, y int16) int16 {
		return x + y
	}))
	println(unit[complex128](), unit[complex64]())
	squelch()
	noop()
	last := (*byte)(unsafe.Pointer(^uintptr(0)))
	println(wraps(last, 1) == nil, wraps(last, 2) == nil)
}

// Stderr:
// text 0 16
// 7 0 4
// true
// 2
// 321
// (+0.000000e+000+6.000000e+000i) (+0.000000e+000+6.000000e+000i)
// panicking: false
// panicking: true
// true false
