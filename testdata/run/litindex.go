// Function literals in odd places: in the left side of an assignment with an
// operator, and calling another literal through a captured variable.
package main

var a [4]int

func use(xs ...int) int { return xs[len(xs)-1] }

func main() {
	k := 1
	a[use(3, func(n int) int { return n + k }(1))&3] += 5
	a[func() int { return 2 }()] |= 9
	println(a[0], a[1], a[2], a[3])
	n := 0
	loc := func(x int) int { n += x; return n }
	r := func(x int) int { return x + loc(x) }(3)
	r += func() int { return func() int { return loc(10) }() }()
	println(r, n)
}

// Stderr:
// 0 0 13 0
// 19 13
