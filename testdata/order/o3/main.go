package main

import "order/text"

var log []string

func l(x ...interface{}) { log = append(log, text.Sprint(x...)) }

//go:noinline
func f(name string, v int) int { log = append(log, name); return v }

//go:noinline
func fb(name string, v bool) bool { log = append(log, name); return v }

//go:noinline
func farr(name string) [3]int { log = append(log, name); return [3]int{1, 2, 3} }

//go:noinline
func fparr(name string) *[3]int { log = append(log, name); return nil }

func try(name string, fn func()) {
	log = nil
	defer func() {
		e := recover()
		s := text.TrimPrefix(text.Sprint(e), "runtime error: ")
		text.Row(name, 26, text.Join(log, " ")+" | "+s)
	}()
	fn()
}

type big struct{ a [100]int }

func main() {
	try("range arr copies", func() {
		a := [3]int{1, 2, 3}
		for i, v := range a {
			a[2] = 9
			l(i, v)
		}
	})
	try("range &arr no copy", func() {
		a := [3]int{1, 2, 3}
		for i, v := range &a {
			a[2] = 9
			l(i, v)
		}
	})
	try("range arr idx only", func() {
		a := [3]int{1, 2, 3}
		for i := range a {
			a[2] = 9
			l(i, a[i])
		}
	})
	try("range slice header", func() {
		s := []int{1, 2, 3}
		for i, v := range s {
			s = append(s, 7)
			s[2] = 9
			l(i, v)
		}
	})
	try("range slice shrink", func() {
		s := []int{1, 2, 3}
		for i, v := range s {
			s = s[:1]
			l(i, v)
		}
	})
	try("range slice idx only", func() {
		s := []int{1, 2, 3}
		for i := range s {
			s = nil
			l(i)
		}
	})
	try("range string", func() {
		s := "aé\xff世"
		for i, r := range s {
			s = "x"
			l(i, ":", r)
		}
	})
	try("range string bytes", func() {
		for i, b := range []byte("ab") {
			l(i, b)
		}
	})
	try("range farr() idx", func() {
		for i := range farr("F") {
			l(i)
		}
	})
	try("range fparr() idx", func() {
		for i := range fparr("F") {
			l(i)
		}
	})
	try("range none fparr()", func() {
		for range fparr("F") {
			l("x")
		}
	})
	try("range assign lhs order", func() {
		a := make([]int, 5)
		i := 0
		for i, a[i] = range []int{7, 8, 9} {
			l(i)
		}
		l(a)
	})
	try("range lhs calls", func() {
		a := make([]int, 5)
		for a[f("k", 0)], a[f("v", 1)] = range []int{7, 8} {
			l(a)
		}
	})
	try("range lhs oob", func() {
		a := make([]int, 1)
		z := 5
		for a[0], a[z] = range []int{7, 8} {
			l(a)
		}
	})
	try("range closure capture", func() {
		var fs []func() int
		for i, v := range []int{7, 8} {
			fs = append(fs, func() int { return i*10 + v })
		}
		for _, g := range fs {
			l(g())
		}
	})
	try("for closure capture", func() {
		var fs []func() int
		for i := 0; i < 3; i++ {
			j := i
			fs = append(fs, func() int { return i*10 + j })
		}
		for _, g := range fs {
			l(g())
		}
	})
	try("range modify i", func() {
		for i := range []int{1, 2, 3} {
			i += 5
			l(i)
		}
	})
	try("range nil map", func() {
		var m map[int]int
		for k := range m {
			l(k)
		}
		l("ok")
	})
	try("range map delete", func() {
		m := map[int]int{1: 1, 2: 2, 3: 3, 4: 4}
		n := 0
		for k := range m {
			for j := range m {
				if j != k {
					delete(m, j)
				}
			}
			n++
		}
		l(n, len(m))
	})
	try("switch order", func() {
		switch f("tag", 3) {
		case f("a", 1), f("b", 3), f("c", 3):
			l("hit")
		case f("d", 3):
			l("no")
		}
	})
	try("switch tag mod", func() {
		x := 3
		g := func() int { x = 4; return 9 }
		switch x {
		case g():
			l("no")
		case 4:
			l("four")
		case 3:
			l("three")
		}
	})
	try("switch true", func() {
		switch {
		case fb("a", false), fb("b", true):
			l("hit")
		case fb("c", true):
			l("no")
		}
	})
	try("switch false tag", func() {
		switch false {
		case fb("a", true):
			l("no")
		case fb("b", false):
			l("hit")
		}
	})
	try("switch default middle", func() {
		switch f("t", 5) {
		case 1:
			l(1)
		default:
			l("def")
			fallthrough
		case 2:
			l(2)
		case f("c", 6):
		}
	})
	try("switch iface cmp panic", func() {
		var e interface{} = []int{}
		switch e {
		case 1:
			l(1)
		case f("x", 2):
			l(2)
		default:
			l("d")
		}
	})
	try("switch iface unh", func() {
		var e interface{} = []int{}
		var g interface{} = []int{}
		switch e {
		case g:
			l(1)
		default:
			l("d")
		}
	})
	try("switch dup strings", func() {
		switch s := "k" + text.Sprint(f("x", 7)); s {
		case "k1", "k7":
			l(s)
		case "k2":
		}
	})
	try("type switch", func() {
		var e interface{} = 5
		switch x := e.(type) {
		case string:
			l("s", x)
		case int, uint:
			l("iu", x)
		case nil:
			l("nil")
		default:
			l("d")
		}
	})
	try("type switch nil", func() {
		var e interface{}
		switch x := e.(type) {
		case text.Stringer:
			l("S")
		case nil:
			l("nil", x == nil)
		default:
			l("d")
		}
	})
	try("type switch order", func() {
		var e interface{} = text.Error("q")
		switch e.(type) {
		case text.Stringer:
			l("S")
		case error:
			l("E")
		case interface{}:
			l("I")
		}
	})
	try("closure by ref", func() { x := 1; g := func() int { return x }; x = 2; l(g()) })
	try("closure by val", func() { x := f("x", 3); g := func() int { return x }; l(g()) })
	try("goto loop new var", func() {
		var fs []func() int
		i := 0
	L:
		x := i
		fs = append(fs, func() int { x++; return x })
		i++
		if i < 3 {
			goto L
		}
		for _, g := range fs {
			l(g())
		}
	})
	try("var in loop zeroed", func() {
		for i := 0; i < 3; i++ {
			var x int
			var a [3]int
			x += i
			a[i]++
			l(x, a)
		}
	})
	try("addr var in loop", func() {
		var ps []*int
		for i := 0; i < 3; i++ {
			var x int
			x += i
			ps = append(ps, &x)
		}
		for _, p := range ps {
			l(*p)
		}
	})
	try("stack addr loop", func() {
		var p, q *int
		for i := 0; i < 2; i++ {
			var x int
			x += i + 1
			q = p
			p = &x
		}
		l(*p, *q)
	})
	try("defer loop order", func() {
		for i := 0; i < 3; i++ {
			defer l("d", i)
		}
		l("body")
	})
	try("defer closure sees", func() { x := 1; defer func() { l(x) }(); x = 2 })
	try("defer modifies result", func() { l(func() (r int) { defer func() { r *= 2 }(); r = 1; return f("f", 21) }()) })
	try("recover re-panic", func() {
		defer func() { l("outer", recover()) }()
		defer func() { l("inner", recover()); panic("two") }()
		panic("one")
	})
	try("recover value in return", func() {
		l(func() (r int, err error) {
			defer func() {
				if e := recover(); e != nil {
					err = text.Error("E" + text.Sprint(e))
				}
			}()
			r = 3
			panic("x")
		}())
	})
	try("goexit-like return in loop", func() {
		l(func() int {
			for i := 0; ; i++ {
				defer l("d", i)
				if i == 2 {
					return i
				}
			}
		}())
	})
	try("big value param copy", func() {
		var b big
		b.a[0] = 1
		g := func(x big, y int) { l(x.a[0], y) }
		g(b, func() int { b.a[0] = 5; return 2 }())
	})
	try("big return alias", func() {
		var b big
		g := func(p *big) (r big) { r.a[0] = 7; r.a[1] = p.a[0]; return }
		b.a[0] = 3
		b = g(&b)
		l(b.a[0], b.a[1])
	})
	try("arr assign overlap", func() { a := [2][3]int{{1, 2, 3}, {4, 5, 6}}; i := 0; a[i], a[1-i] = a[1-i], a[i]; l(a) })
	try("arr elem self copy", func() { a := [4]int{1, 2, 3, 4}; p := &a; *p = [4]int{p[3], p[2], p[1], p[0]}; l(a) })
	try("struct lit self", func() { type T struct{ x, y int }; t := T{1, 2}; t = T{t.y, t.x}; l("{", t.x, t.y, "}") })
	try("struct lit panic", func() {
		type T struct{ x, y int }
		t := T{1, 2}
		z := 0
		defer func() { l("{", t.x, t.y, "}") }()
		t = T{x: 5, y: 1 / z}
	})
	try("arr lit panic", func() {
		a := [3]int{1, 2, 3}
		s := []int{}
		z := 3
		defer func() { l(a) }()
		a = [3]int{7, 8, s[z]}
	})
	try("slice lit alias", func() { s := []int{1, 2}; s = []int{s[1], s[0]}; l(s) })
	try("copy overlap", func() { s := []int{1, 2, 3, 4}; copy(s[1:], s); l(s) })
	try("append self", func() { s := make([]int, 2, 10); s = append(s, s...); s = append(s[:1], s[2:]...); l(s) })
	try("append alias args", func() { s := make([]int, 1, 4); t := append(s, 1); u := append(s, 2); l(t, u) })
	try("append nil", func() { var s []int; s = append(s); l(s == nil); s = append(s, []int{}...); l(s == nil) })
	try("slice zero cap", func() { s := []int{1, 2}; t := s[2:]; l(len(t), cap(t), t == nil) })
	try("nil slice slice", func() { var s []int; t := s[0:0]; l(t == nil) })
	try("string concat empty", func() {
		s := ""
		for i := 0; i < 3; i++ {
			s += string(rune('a' + i))
		}
		l(s)
	})
	try("op= idx once", func() { a := []int{1, 2}; a[f("i", 1)] += f("v", 5); a[f("i", 0)]++; l(a) })
	try("op= map idx once", func() { m := map[int]int{}; m[f("i", 1)] += f("v", 5); m[f("i", 1)]++; m[f("j", 2)] |= 4; l(m) })
	try("op= ptr once", func() { x := 1; g := func() *int { l("p"); return &x }; *g() += f("v", 5); l(x) })
	try("op= str idx", func() { s := []string{"a"}; s[f("i", 0)] += "b"; l(s) })
	try("shadow assign :=", func() { a, b := 1, 2; a, c := b, a; l(a, b, c) })
	try("x := x outer", func() {
		x := 1
		{
			x := x + 1
			l(x)
		}
		l(x)
	})
	try("&& rhs panic", func() { var s []int; l(len(s) > 0 && s[0] == 1) })
	try("cond precedence", func() { l(fb("a", true) || fb("b", true) && fb("c", false)) })
}

// Stderr:
// range arr copies           0 1 1 2 2 3 | <nil>
// range &arr no copy         0 1 1 2 2 9 | <nil>
// range arr idx only         0 1 1 2 2 9 | <nil>
// range slice header         0 1 1 2 2 3 | <nil>
// range slice shrink         0 1 1 2 2 3 | <nil>
// range slice idx only       0 1 2 | <nil>
// range string               0:97 1:233 3:65533 4:19990 | <nil>
// range string bytes         0 97 1 98 | <nil>
// range farr() idx           F 0 1 2 | <nil>
// range fparr() idx          F 0 1 2 | <nil>
// range none fparr()         F x x x | <nil>
// range assign lhs order     0 1 2 [8 9 0 0 0] | <nil>
// range lhs calls            k v [0 7 0 0 0] k v [1 8 0 0 0] | <nil>
// range lhs oob               | index out of range [5] with length 1
// range closure capture      18 18 | <nil>
// for closure capture        30 31 32 | <nil>
// range modify i             5 6 7 | <nil>
// range nil map              ok | <nil>
// range map delete           1 1 | <nil>
// switch order               tag a b hit | <nil>
// switch tag mod             three | <nil>
// switch true                a b hit | <nil>
// switch false tag           a b hit | <nil>
// switch default middle      t c def 2 | <nil>
// switch iface cmp panic     x d | <nil>
// switch iface unh            | comparing uncomparable type []int
// switch dup strings         x k7 | <nil>
// type switch                iu5 | <nil>
// type switch nil            niltrue | <nil>
// type switch order          E | <nil>
// closure by ref             2 | <nil>
// closure by val             x 3 | <nil>
// goto loop new var          1 2 3 | <nil>
// var in loop zeroed         0 [1 0 0] 1 [0 1 0] 2 [0 0 1] | <nil>
// addr var in loop           0 1 2 | <nil>
// stack addr loop            2 1 | <nil>
// defer loop order           body d2 d1 d0 | <nil>
// defer closure sees         2 | <nil>
// defer modifies result      f 42 | <nil>
// recover re-panic           innerone outertwo | <nil>
// recover value in return    3 Ex | <nil>
// goexit-like return in loop d2 d1 d0 2 | <nil>
// big value param copy       5 2 | <nil>
// big return alias           7 3 | <nil>
// arr assign overlap         [[4 5 6] [1 2 3]] | <nil>
// arr elem self copy         [4 3 2 1] | <nil>
// struct lit self            {2 1} | <nil>
// struct lit panic           {1 2} | integer divide by zero
// arr lit panic              [1 2 3] | index out of range [3] with length 0
// slice lit alias            [2 1] | <nil>
// copy overlap               [1 1 2 3] | <nil>
// append self                [0 0 0] | <nil>
// append alias args          [0 2] [0 2] | <nil>
// append nil                 true true | <nil>
// slice zero cap             0 0 false | <nil>
// nil slice slice            true | <nil>
// string concat empty        abc | <nil>
// op= idx once               i v i [2 7] | <nil>
// op= map idx once           i v i j map[1:6 2:4] | <nil>
// op= ptr once               p v 6 | <nil>
// op= str idx                i [ab] | <nil>
// shadow assign :=           2 2 1 | <nil>
// x := x outer               2 1 | <nil>
// && rhs panic               false | <nil>
// cond precedence            a true | <nil>
