package main

// The value of a call that is itself called: inlining both must keep what the
// first one does.

var steps int

func one() func() int { steps++; return two }
func two() int          { steps *= 10; return steps }

type named func() int

func three() named { steps += 5; return two }

type shape interface{ area() int }
type square struct{ side int }
type holder struct{ square }
type wrap struct{ shape }

func (s square) area() int { return s.side * s.side }

func promoted(n int) (int, int) {
	var a shape = holder{square{n}}
	var b shape = wrap{square{n + 1}}
	return a.area(), b.area()
}

func main() {
	println(one()())
	println(three()())
	println(promoted(3))
}

// Stderr:
// 10
// 150
// 9 16
