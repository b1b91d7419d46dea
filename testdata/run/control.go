// Statements: loops, labels, goto, switches of every kind.
package main

func loops() {
	for i := 0; i < 3; i++ {
		print(i, " ")
	}
	n := 5
	for n > 0 {
		n -= 2
		if n == 1 {
			continue
		}
		print("n", n, " ")
	}
	for {
		n++
		if n > 3 {
			break
		}
	}
	println(n)
outer:
	for i := 0; i < 4; i++ {
		for j := 0; ; j++ {
			switch {
			case j == 3:
				continue outer
			case i == 2:
				break outer
			case j == 1:
				break
			default:
				print(i, j, " ")
			}
		}
	}
	println()
}

func jumps(n int) (r int) {
	i := 0
again:
	if i < n {
		x := i * 2
		r += x
		i++
		goto again
	}
	if r > 10 {
		goto done
	}
	r = -r
done:
	return r
}

func classify(x int) string {
	switch {
	case x < 0:
		return "negative"
	case x == 0:
		return "zero"
	}
	switch y := x % 10; y {
	case 1, 3, 5, 7, 9:
		return "odd"
	case 2:
		fallthrough
	case 4:
		return "small even"
	default:
		return "even"
	}
}

func trace(s string, v int) int {
	print(s)
	return v
}

func order() {
	switch trace("t", 3) {
	default:
		println(" default")
	case trace("a", 1), trace("b", 2):
		println(" one or two")
	case trace("c", 3), trace("d", 3):
		println(" three")
	}
	x := 1
	switch x {
	case func() int { x = 4; return 9 }():
		println("nine")
	case 4:
		println("changed")
	case 1:
		println("copied")
	}
}

type kind uint8

const (
	none kind = iota
	some
	many = 200
)

func (k kind) String() string {
	switch k {
	case none:
		return "none"
	case some:
		return "some"
	case many:
		return "many"
	}
	return "kind?"
}

func floats(f float64) int {
	switch f {
	case 0.5:
		return 1
	case 1e10, 2e10:
		return 2
	}
	return 0
}

func main() {
	loops()
	println(jumps(3), jumps(5), jumps(0))
	for _, x := range []int{-3, 0, 7, 2, 4, 8} {
		print(classify(x), " ")
	}
	println()
	order()
	println(none.String(), some.String(), kind(200).String(), kind(3).String())
	println(floats(0.5), floats(2e10), floats(3))
	if x := trace("if ", 2); x > 3 {
		println("big")
	} else if y := x * 2; y == 4 {
		println("four", x, y)
	} else {
		println("else")
	}
	{
		x := "inner"
		println(x)
	}
}

// Stderr:
// 0 1 2 n3 n-1 4
// 00 02 10 12
// -6 20 0
// negative zero odd small even small even even
// tabc three
// copied
// none some many kind?
// 1 2 0
// if four 2 4
// inner
