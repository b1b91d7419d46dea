package p

// A variable of the outside outlives each iteration of a loop.

type pair struct{ a, b *int }

func inside(n int) (sum int) {
	for i := 0; i < n; i++ {
		v := i
		p := &pair{a: &v}
		var q pair
		q.b = &v
		sum += *p.a + *q.b
	}
	return
}

func outside(n int) int {
	var last *pair
	var both pair
	for i := 0; i < n; i++ {
		v, w := i, -i
		last = &pair{a: &v}
		both.b = &w
	}
	return *last.a + *both.b
}

func rangeVariable(list []int) int {
	var p *int
	for _, v := range list {
		p = &v
	}
	return *p
}

func labelled(n int) int {
	var p *int
again:
	v := n
	p = &v
	if n--; n > 0 {
		goto again
	}
	return *p
}

func forwardOnly(n int) int {
	var p *int
	if n > 0 {
		goto end
	}
end:
	v := n
	p = &v
	return *p
}
