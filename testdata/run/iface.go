// Interfaces: conversions, assertions, type switches, comparison, embedding.
package main

type stringer interface{ String() string }
type namer interface {
	stringer
	Name() string
}
type T struct{ n int }
type P struct{ s string }
type F func() string
type ptr struct{ p *int }
type big struct{ a, b, c, d, e int }
type empty struct{}
type small uint8

func (t T) String() string     { return "T" }
func (t T) Name() string       { return "name T" }
func (p *P) String() string    { return "P" + p.s }
func (f F) String() string     { return f() }
func (p ptr) String() string   { return "ptr" }
func (b big) String() string   { return "big" + string(rune('0'+b.e)) }
func (empty) String() string   { return "empty" }
func (s small) String() string { return "small" + string(rune('0'+s)) }

type embed struct {
	*P
	extra int
}
type embedIface struct {
	x int
	namer
}

func kind(x interface{}) string {
	switch v := x.(type) {
	case nil:
		return "nil"
	case int, int64:
		return "integer"
	case string:
		return "string " + v
	case []int:
		return "slice " + string(rune('0'+len(v)))
	case *int:
		return "pointer"
	case func():
		return "func"
	case error:
		return "error " + v.Error()
	case namer:
		return "namer " + v.Name()
	case stringer:
		return "stringer " + v.String()
	case struct{ a int }:
		return "struct"
	case map[string]int:
		return "map"
	case [2]int:
		return "array" + string(rune('0'+v[1]))
	default:
		_ = v
		return "other"
	}
}

type myErr string

func (e myErr) Error() string { return string(e) }

func calls() {
	n := 1
	all := []stringer{T{1}, &T{2}, &P{"x"}, F(func() string { return "F" }), ptr{&n},
		big{e: 5}, &big{e: 6}, empty{}, small(3), embed{&P{"e"}, 1}, &embed{&P{"f"}, 1},
		embedIface{1, T{}}}
	for _, s := range all {
		print(s.String(), " ")
	}
	println()
}

func assertions() {
	var e interface{} = T{7}
	t, ok := e.(T)
	println(t.n, ok)
	_, ok = e.(*T)
	println(ok)
	s, ok := e.(stringer)
	println(s.String(), ok)
	nm, ok := s.(namer)
	println(nm.Name(), ok)
	s = &P{}
	nm, ok = s.(namer)
	println(nm == nil, ok)
	e = nil
	_, ok = e.(stringer)
	println(ok)
	i, ok := e.(int)
	println(i, ok)
	e = big{1, 2, 3, 4, 5}
	b := e.(big)
	println(b.a + b.e)
	p, ok := e.(ptr)
	println(p.p == nil, ok)
	bb, ok := e.(big)
	println(bb.c, ok)
	any := s.(interface{})
	println(any == interface{}(s))
	e = ptr{new(int)}
	println(*e.(ptr).p)
}

func compare() {
	var a, b interface{}
	println(a == b, a == nil)
	a, b = 1, 1
	println(a == b, a == 1, a == 2, a != nil)
	b = int64(1)
	println(a == b)
	a, b = "x", "x"
	println(a == b)
	a, b = big{1, 2, 3, 4, 5}, big{1, 2, 3, 4, 5}
	println(a == b)
	b = big{1, 2, 3, 4, 6}
	println(a == b)
	a, b = 1.5, 1.5
	println(a == b, a == 1.5)
	var s stringer = T{1}
	println(s == T{1}, s == T{2}, interface{}(s) == T{1})
	println(s == stringer(T{1}))
	a, b = [2]string{"a", "b"}, [2]string{"a", "b"}
	println(a == b)
	x := new(int)
	a, b = x, x
	println(a == b, a == new(int))
	a, b = struct{}{}, struct{}{}
	println(a == b)
	a, b = 1i, 1i
	println(a == b)
}

func main() {
	calls()
	n := 0
	for _, x := range []interface{}{nil, 1, int64(2), "s", []int{1, 2}, &n, func() {}, myErr("e"),
		T{}, &P{"p"}, struct{ a int }{1}, map[string]int{}, [2]int{3, 4}, 1.5, int8(1)} {
		println(kind(x))
	}
	assertions()
	compare()
}

// Stderr:
// T T Px F ptr big5 big6 empty small3 Pe Pf T 
// nil
// integer
// integer
// string s
// slice 2
// pointer
// func
// error e
// namer name T
// stringer Pp
// struct
// map
// array4
// other
// other
// 7 true
// false
// T true
// name T true
// true false
// false
// 0 false
// 6
// true false
// 3 true
// true
// 0
// true true
// true true false true
// false
// true
// true
// false
// true true
// true false true
// true
// true
// true false
// true
// true
