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

// Each body brings its own variables, but not those of what it calls.
func inner(n int) int  { a := n; return a }
func middle(n int) int { b := inner(n); return b }

func dropped(n int) int {
	if false {
		unused := n
		return unused
	}
	return middle(n)
}

func count(n int) {
	defer middle(dropped(n) + middle(n))
}
