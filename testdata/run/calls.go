// Calls: many results, large values, recursion, methods, closures, variadics.
package main

type small struct {
	a int8
	b bool
	c float32
}

type large struct {
	v    [10]int
	name string
}

func leaves(s small, t string, xs []int) (small, string, int) {
	s.a++
	s.b = !s.b
	s.c *= 2
	return s, t + "!", len(xs)
}

func byValue(l large) (r large, sum int) {
	for i := range l.v {
		l.v[i] *= 2
		sum += l.v[i]
	}
	l.name = "copy"
	return l, sum
}

func five() (int, string, bool, float64, []int) {
	return 1, "two", true, 4.5, []int{5}
}

func narrow(a int8, b uint8, c int16, d uint16, e bool) (int8, uint16) {
	if e {
		return a - int8(b), uint16(c) + d
	}
	return -1, 65535
}

func fact(n uint64) uint64 {
	if n == 0 {
		return 1
	}
	return n * fact(n-1)
}

func sum(first int, rest ...int) int {
	for _, x := range rest {
		first += x
	}
	return first + 1000*len(rest)
}

func named(n int) (a, b int) {
	a = n
	if n > 5 {
		return
	}
	b = a * 2
	return b, a
}

type counter struct{ n int }

func (c *counter) inc() int            { c.n++; return c.n }
func (c counter) get() int             { return c.n }
func (l large) first() int             { return l.v[0] }
func (l *large) set(x int)             { l.v[0] = x }
func apply(f func(int) int, x int) int { return f(x) }

func adder(k int) func(int) int {
	return func(x int) int { k += x; return k }
}

func pair() (int, int)                       { return 3, 4 }
func minus(a, b int) int                     { return a - b }
func nothing(_ int, _ large, empty struct{}) {}

func main() {
	s, t, n := leaves(small{127, true, 1.5}, "go", make([]int, 3))
	println(s.a, s.b, s.c, t, n)
	l := large{name: "orig"}
	for i := range l.v {
		l.v[i] = i
	}
	m, total := byValue(l)
	println(l.v[9], l.name, m.v[9], m.name, total)
	a, b, c, d, e := five()
	println(a, b, c, d, e[0])
	println(narrow(-128, 200, -1, 2, true))
	println(narrow(0, 0, 0, 0, false))
	println(fact(20))
	println(sum(1), sum(1, 2), sum(1, 2, 3), sum(1, []int{4, 5}...))
	println(named(3))
	println(named(8))
	var k counter
	k.inc()
	(&k).inc()
	p := &k
	println(p.inc(), p.get(), k.get(), counter.get(k), (*counter).inc(p))
	l.set(42)
	println(l.first(), (&l).first())
	inc := adder(10)
	println(apply(inc, 1), apply(inc, 2), apply(func(x int) int { return -x }, 5))
	f := k.get
	g := p.inc
	k.n = 100
	println(f(), g(), k.n)
	println(minus(pair()))
	nothing(1, l, struct{}{})
	func() {
		println("called at once", n)
	}()
	var fib func(int) int
	fib = func(i int) int {
		if i < 2 {
			return i
		}
		return fib(i-1) + fib(i-2)
	}
	println(fib(15))
}

// Stderr:
// -128 false +3.000000e+000 go! 3
// 9 orig 18 copy 90
// 1 two true +4.500000e+000 5
// -72 1
// -1 65535
// 2432902008176640000
// 1 1003 2006 2010
// 6 3
// 8 0
// 3 3 3 3 4
// 42 42
// 11 13 -5
// 4 101 101
// -1
// called at once 3
// 610
