package p

// Where conversions stand that nobody wrote, and the numbers of temporaries.

type failure struct {
	err  error
	text string
}

func list(y *int, x ...interface{}) *int { return y }

func panics(err error, n int, s string) {
	if n > 1 {
		panic(failure{err: err})
	}
	if n > 2 {
		panic(failure{
			text: s,
			err:  last(),
		})
	}
	list(nil, n)
	defer list(nil, n, "x", n)
	go list(nil, n)
}

type empty struct{}

func (*empty) Error() string { return "" }

func last() error { return &empty{} }

func two(x []int) ([]int, []int) { return x, x }

func blanks() {
	var s, done []int
	var first, _ interface{} = two(s)
	var _, second interface{} = two(done)
	_, _ = first, second
	defer two(append(s, len(last().Error())))
	var _, _ = last().Error(), last().Error()
}
