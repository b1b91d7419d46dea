// defer: order, arguments, loops, results, methods, builtins, closures.
package main

type T struct{ n int }

func (t T) show(s string)   { println(s, t.n) }
func (t *T) inc(by int)     { t.n += by; println("inc", t.n) }
func show(a int, b string)  { println(a, b) }
func effect(s string) int   { println("effect", s); return len(s) }
func order() {
	for i := 0; i < 3; i++ {
		defer show(i, "loop")
	}
	x := 1
	defer show(x, "x")
	x = 2
	defer func() { println("closure", x) }()
	x = 3
}

func result() (n int, s string) {
	defer func() { n++; s += "!" }()
	return effect("abc"), "str"
}

func unnamed() int {
	x := 1
	defer func() { x = 10 }()
	return x
}

type shower interface{ show(string) }

func methods() {
	t := T{1}
	defer t.show("value")
	defer (&t).inc(5)
	var s shower = t
	defer s.show("iface")
	t.n = 2
	s = T{9}
	f := t.show
	defer f("method value")
	t.n = 3
}

func builtins() {
	m := map[int]int{1: 1, 2: 2}
	b := make([]byte, 3)
	defer func() { println(len(m), string(b)) }()
	defer delete(m, 1)
	defer copy(b, "xyz")
	defer println("deferred", len(m))
}

func many() {
	defer print("1 ")
	defer print("2 ")
	defer print("3 ")
	defer print("4 ")
	defer print("5 ")
	defer print("6 ")
	defer print("7 ")
	defer print("8 ")
	defer print("9 ")
	defer print("10 ")
}

func conditional(b bool) {
	if b {
		defer println("yes")
	}
	defer println("always")
}

type large struct {
	a [10]int
	s string
}

func structs() (r large) {
	l := large{s: "copied"}
	l.a[9] = 9
	defer func(l large) { println(l.a[9], l.s); r = l }(l)
	l.s = "changed"
	l.a[9] = 0
	return large{}
}

func nested() {
	defer func() {
		defer println("inner")
		println("outer")
	}()
}

func results() int {
	defer effect("dropped")
	defer func() (int, string) { println("many"); return 1, "" }()
	return 0
}

func main() {
	order()
	n, s := result()
	println(n, s)
	println(unnamed())
	methods()
	builtins()
	many()
	println()
	conditional(true)
	conditional(false)
	r := structs()
	println(r.s, r.a[9])
	nested()
	results()
}

// Stderr:
// closure 3
// 1 x
// 2 loop
// 1 loop
// 0 loop
// effect abc
// 4 str!
// 1
// method value 2
// iface 1
// inc 8
// value 1
// deferred 2
// 1 xyz
// 10 9 8 7 6 5 4 3 2 1 
// always
// yes
// always
// 9 copied
// copied 9
// outer
// inner
// many
// effect dropped
