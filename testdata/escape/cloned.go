package p

// Literals that come along with an inlined body are copies.

var kept *int

func pass(p *int) *int { return p }

func maker() func(*int) *int { return func(q *int) *int { return pass(q) } }

func apply(f func(int) int, n int) int { return f(n) }

func use() int {
	k := 3
	kept = maker()(&k)
	defer pass(pass(nil))
	return apply(func(a int) int { return a + k }, 4)
}
