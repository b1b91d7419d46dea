package p

// Calls through interfaces whose value is known become static.

type doer interface{ do(*int) int }
type impl struct{ p *int }

func (i impl) do(p *int) int { return *p + *i.p }

func known(n int) int {
	var d doer = impl{&n}
	return d.do(&n)
}

func make1(p *int) doer { return impl{p} }

func throughCall(n int) int { return make1(&n).do(&n) }

func reassigned(n int, e doer) int {
	var d doer = impl{&n}
	d = e
	return d.do(&n)
}
