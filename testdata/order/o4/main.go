package main

import "order/text"

var log []string

func l(x ...interface{}) { log = append(log, text.Sprint(x...)) }

//go:noinline
func f(name string, v int) int { log = append(log, name); return v }

func try(name string, fn func()) {
	log = nil
	defer func() {
		e := recover()
		s := text.TrimPrefix(text.Sprint(e), "runtime error: ")
		text.Row(name, 26, text.Join(log, " ")+" | "+s)
	}()
	fn()
}

type T struct{ a, b int }
type Big struct{ v [40]int }
type I interface{ M() int }

func (t T) M() int     { return t.a }
func (t *T) Set(n int) { t.a = n }
func (b Big) M() int   { return b.v[0] }

var gi I
var gf = func() int { return 1 }
var ga []int
var gp *T

func ret2() (int, error) { l("ret2"); return 1, nil }
func named() (x int)     { defer func() { x++ }(); return f("r", 5) }

//go:noinline
func setga() int { ga = []int{9, 9, 9, 9}; return 1 }

func other(v interface{}) string {
	if v, ok := v.(T); ok {
		return "{" + text.Sprint(v.a, v.b) + "}"
	}
	return ""
}

func main() {
	text.Other = other
	try("defer method value recv", func() { t := T{1, 2}; defer func() { l(t.M()) }(); defer l("m", t.M()); t.a = 7 })
	try("defer ptr recv", func() { t := &T{1, 2}; defer t.Set(f("a", 9)); t = &T{5, 5}; l(t.a) })
	try("defer iface recv eval", func() {
		var i I = T{1, 2}
		defer func(n int) { l(n) }(i.M())
		i = T{3, 4}
	})
	try("defer builtin", func() { m := map[int]int{1: 1, 2: 2}; func() { k := 1; defer delete(m, k); k = 2; l(len(m)) }(); l(m) })
	try("defer copy", func() { d := []int{0, 0}; func() { s := []int{1, 2}; defer copy(d, s); s = []int{8, 9} }(); l(d) })
	try("defer panic arg", func() { defer panic(f("p", 3)); l("body") })
	try("defer recover direct", func() { defer recover(); panic("x") })
	try("defer func recover", func() { defer func() { recover() }(); panic("x") })
	try("named result", func() { l(named()) })
	try("defer loop closure var", func() {
		for i := 0; i < 3; i++ {
			defer func() { l(i) }()
		}
	})
	try("multi-value f(g())", func() { h := func(a int, e error) { l(a, e == nil) }; h(ret2()) })
	try("variadic f(g())", func() { l(ret2()) })
	try("append f(g())", func() {
		s := append([]int{}, func(a, b int) []int { return []int{a, b} }(f("x", 1), f("y", 2))...)
		l(s)
	})
	try("index func order", func() { a := []int{1, 2, 3}; a[f("i", 0)], a[f("j", 1)] = f("x", 7), f("y", 8); l(a) })
	try("ga[i] = setga()", func() { ga = []int{0, 0}; old := ga; ga[0] = setga(); l(old, ga) })
	try("ga[0] += setga()", func() { ga = []int{0, 0}; old := ga; ga[0] += setga(); l(old, ga) })
	try("ga[0], x = setga(), 1", func() { ga = []int{0, 0}; old := ga; var x int; ga[0], x = setga(), 1; l(old, ga, x) })
	try("*p = f() p changes", func() { p := &T{1, 1}; q := p; g := func() int { p = &T{5, 5}; return 9 }; p.a = g(); l(*q, *p) })
	try("p.a, p.b = g(), 2", func() {
		p := &T{1, 1}
		q := p
		g := func() int { p = &T{5, 5}; return 9 }
		p.a, p.b = g(), 2
		l(*q, *p)
	})
	try("struct = f() self", func() { t := T{1, 2}; g := func() T { t.a = 100; return T{t.b, t.a} }; t = g(); l(t) })
	try("m[k] = f() m changes", func() {
		m := map[int]int{}
		o := m
		g := func() int { m = map[int]int{}; return 1 }
		m[1] = g()
		l(o, m)
	})
	try("m[k] += f() m changes", func() { m := map[int]int{1: 5}; g := func() int { m[1] = 50; return 1 }; m[1] += g(); l(m) })
	try("m[k] = len(m)", func() { m := map[int]int{}; m[1] = len(m); m[2] = len(m); l(m) })
	try("m[k], ok = m[j]", func() {
		m := map[int]int{1: 7}
		var ok bool
		m[2], ok = m[1]
		l(m, ok)
		m[3], ok = m[9]
		l(m, ok)
	})
	try("x, m[x] = 1, 2", func() { m := map[int]int{}; x := 5; x, m[x] = 1, 2; l(x, m) })
	try("append alias idx", func() { s := []int{1, 2, 3}; s[0], s = 9, append(s, 4); l(s) })
	try("s, s[0] =", func() { s := []int{1, 2}; o := s; s, s[0] = []int{7, 8}, 5; l(o, s) })
	try("swap fields ptr", func() { a, b := &T{1, 2}, &T{3, 4}; a, b, a.a, b.a = b, a, 10, 20; l(*a, *b) })
	try("chain cmp", func() { l(f("a", 1) < f("b", 2) == (f("c", 3) < f("d", 4))) })
	try("closure in cond", func() {
		x := 0
		for func() bool { x++; return x < 4 }() {
			l(x)
		}
	})
	try("for post order", func() {
		for i := f("init", 0); f("c", i) < 2; i += f("p", 1) {
			l("b")
		}
	})
	try("if init else", func() {
		if v := f("v", 0); v == 1 {
			l(1)
		} else if w := f("w", v+1); w == 1 {
			l("w", v, w)
		}
	})
	try("switch init", func() {
		switch v := f("v", 2); {
		case v > 1:
			l("big")
			fallthrough
		case v > 100:
			l("ft")
		default:
			l("d")
		}
	})
	try("switch no match", func() {
		switch f("t", 9) {
		case f("a", 1):
		case f("b", 2):
		}
		l("end")
	})
	try("goto over", func() {
		i := 0
	L:
		if i < 2 {
			l(i)
			i++
			goto L
		}
	})
	try("labeled cont", func() {
	O:
		for i := 0; i < 3; i++ {
			for j := 0; j < 3; j++ {
				if j == 1 {
					continue O
				}
				if i == 2 {
					break O
				}
				l(i, j)
			}
		}
	})
	try("break select/switch", func() {
		for i := 0; i < 2; i++ {
			switch {
			case true:
				break
			}
			l(i)
		}
	})
	try("shift count eval", func() { var u uint8 = 200; n := 9; l(u<<n, u>>n, int8(-3)>>n, 1<<f("s", 3)) })
	try("int min div", func() { a := -1 << 63; m := -1; l(a/m, a%m, int8(-128)/int8(m)) })
	try("str idx/slice", func() { s := "héllo"; l(s[1], s[1:3], len(s[6:])) })
	try("str cmp", func() { a, b := "abc", "abd"; l(a < b, a == b, a+"x" > b, "" < a) })
	try("conv ifaces", func() {
		var e interface{} = T{1, 2}
		_, ok := e.(I)
		i := e.(I)
		e = nil
		_, ok2 := e.(I)
		l(ok, ok2, i.M())
	})
	try("big iface method", func() { var b Big; b.v[0] = 3; var i I = b; b.v[0] = 4; l(i.M(), b.M()) })
	try("iface holds copy", func() { t := T{1, 2}; var i I = t; t.a = 9; l(i.M(), i == I(T{1, 2})) })
	try("array value sem", func() { a := [2]T{{1, 2}, {3, 4}}; b := a; b[0].a = 9; l(a, b, a == b) })
	try("array of arr param", func() { a := [2][2]int{}; g := func(x [2][2]int) { x[0][0] = 1 }; g(a); l(a) })
	try("method expr", func() { g := T.M; h := (*T).Set; t := T{4, 5}; h(&t, 6); l(g(t)) })
	try("method val bound", func() { t := T{4, 5}; g := t.M; t.a = 7; l(g()) })
	try("embedded iface nil", func() { type E struct{ I }; var e E; l(e.M()) })
	try("closure shared var", func() {
		x := 0
		inc := func() { x++ }
		get := func() int { return x }
		inc()
		inc()
		l(get(), x)
	})
	try("recursive closure", func() {
		var fib func(int) int
		fib = func(n int) int {
			if n < 2 {
				return n
			}
			return fib(n-1) + fib(n-2)
		}
		l(fib(12))
	})
	try("copy str to bytes", func() { b := make([]byte, 3); n := copy(b, "hello"); l(n, string(b)) })
	try("append str", func() { b := append([]byte("ab"), "cd"...); l(string(b)) })
	try("3-index", func() {
		s := []int{1, 2, 3, 4, 5}
		t := s[1:2:3]
		t = append(t, 9)
		t = append(t, 10)
		t[0] = 77
		l(s, t, len(t))
	})
	try("nil map ops", func() {
		var m map[string]int
		delete(m, "x")
		v, ok := m["q"]
		l(v, ok, len(m))
		for range m {
		}
	})
	try("const overflow wrap", func() { var i8 int8 = 127; i8++; var u uint = 0; u--; l(i8, u == ^uint(0), -i8) })
	try("runes", func() { l([]rune("aé\xff"), string([]rune{65, -1, 0x10ffff + 1}), string(rune(0xD800))) })
	try("nan map", func() {
		nan := func() float64 { z := 0.0; return z / z }()
		m := map[float64]int{}
		m[nan] = 1
		m[nan] = 2
		_, ok := m[nan]
		l(len(m), ok, nan == nan, nan != nan, nan < 1, !(nan >= 1))
	})
	try("neg zero", func() { z := 0.0; n := -z; m := map[float64]int{z: 1}; m[n]++; l(m[z], 1/z, 1/n) })
}

// Stderr:
// defer method value recv    m1 7 | <nil>
// defer ptr recv             a 5 | <nil>
// defer iface recv eval      1 | <nil>
// defer builtin              2 map[2:2] | <nil>
// defer copy                 [1 2] | <nil>
// defer panic arg            p body | 3
// defer recover direct        | x
// defer func recover          | <nil>
// named result               r 6 | <nil>
// defer loop closure var     3 3 3 | <nil>
// multi-value f(g())         ret2 1 true | <nil>
// variadic f(g())            ret2 1 <nil> | <nil>
// append f(g())              x y [1 2] | <nil>
// index func order           i j x y [7 8 3] | <nil>
// ga[i] = setga()            [0 0] [1 9 9 9] | <nil>
// ga[0] += setga()           [0 0] [10 9 9 9] | <nil>
// ga[0], x = setga(), 1      [0 0] [1 9 9 9] 1 | <nil>
// *p = f() p changes         {1 1} {9 5} | <nil>
// p.a, p.b = g(), 2          {1 1} {9 2} | <nil>
// struct = f() self          {2 100} | <nil>
// m[k] = f() m changes       map[] map[1:1] | <nil>
// m[k] += f() m changes      map[1:51] | <nil>
// m[k] = len(m)              map[1:0 2:1] | <nil>
// m[k], ok = m[j]            map[1:7 2:7] true map[1:7 2:7 3:0] false | <nil>
// x, m[x] = 1, 2             1 map[5:2] | <nil>
// append alias idx           [1 2 3 4] | <nil>
// s, s[0] =                  [5 2] [7 8] | <nil>
// swap fields ptr            {20 4} {10 2} | <nil>
// chain cmp                  a b c d true | <nil>
// closure in cond            1 2 3 | <nil>
// for post order             init c b p c b p c | <nil>
// if init else               v w w0 1 | <nil>
// switch init                v big ft | <nil>
// switch no match            t a b end | <nil>
// goto over                  0 1 | <nil>
// labeled cont               0 0 1 0 | <nil>
// break select/switch        0 1 | <nil>
// shift count eval           s 0 0 -1 8 | <nil>
// int min div                -9223372036854775808 0 -128 | <nil>
// str idx/slice              195é0 | <nil>
// str cmp                    true false false true | <nil>
// conv ifaces                true false 1 | <nil>
// big iface method           3 4 | <nil>
// iface holds copy           1 true | <nil>
// array value sem            ? ? false | <nil>
// array of arr param         ? | <nil>
// method expr                6 | <nil>
// method val bound           4 | <nil>
// embedded iface nil          | invalid memory address or nil pointer dereference
// closure shared var         2 2 | <nil>
// recursive closure          144 | <nil>
// copy str to bytes          3hel | <nil>
// append str                 abcd | <nil>
// 3-index                    [1 2 9 4 5] [77 9 10] 3 | <nil>
// nil map ops                0 false 0 | <nil>
// const overflow wrap        -128 true -128 | <nil>
// runes                      ?A��� | <nil>
// nan map                    2 false false true false true | <nil>
// neg zero                   2 +Inf -Inf | <nil>
