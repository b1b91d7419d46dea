// Function literals: captures by value and by reference, nesting, loops.
package main

func counter() (func() int, func()) {
	n := 0
	return func() int { n++; return n }, func() { n = 100 }
}

func adder(x int) func(int) int { return func(y int) int { return x + y } }

type big struct {
	a [40]int
	s string
}

func nested(a int) func() func() int {
	b := a * 2
	return func() func() int {
		c := b + 1
		return func() int {
			b++
			return a + b + c
		}
	}
}

func fib() func(int) int {
	var f func(int) int
	f = func(n int) int {
		if n < 2 {
			return n
		}
		return f(n-1) + f(n-2)
	}
	return f
}

func named() (r int) {
	func() { r = 5 }()
	return r + 1
}

func param(p int, s []int) func() {
	return func() {
		p += len(s)
		println("p", p)
	}
}

var global = func(s string) string { return "<" + s + ">" }

func variadic(f func(...int) int) int { return f(1, 2, 3) }

func main() {
	next, reset := counter()
	println(next(), next())
	reset()
	println(next())
	println(adder(3)(4))

	v := big{s: "big"}
	v.a[7] = 7
	get := func() int { return v.a[7] }
	v.a[7] = 8
	println(get())
	w := v
	println(func() string { return w.s }())

	g := nested(10)()
	println(g(), g())
	println(fib()(15))
	println(named())

	p := param(1, []int{1, 2})
	p()
	p()

	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { return i })
	}
	println(fs[0](), fs[2]())
	for i := 0; i < 3; i++ {
		i := i
		fs[i] = func() int { i *= 2; return i }
	}
	println(fs[0](), fs[1](), fs[2](), fs[2]())

	println(global("x"))
	println(variadic(func(a ...int) int { return a[0] + a[1] + a[2] }))
	var none func()
	println(none == nil, global != nil)
	func(a, b int) { println(a - b) }(5, 3)
}

// Stderr:
// 1 2
// 101
// 7
// 8
// big
// 52 53
// 610
// 6
// p 3
// p 5
// 3 3
// 0 2 4 8
// <x>
// 6
// true true
// 2
