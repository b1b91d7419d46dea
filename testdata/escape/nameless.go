package p

// Variables without a name do not count in the numbers of temporaries; but
// results without one do.

func g(*int)
func a(p, q *int) {
	defer g(p)
}
func b(_, q *int) {
	defer g(q)
}
func c(_, q *int) (_ int) {
	defer g(q)
	return 1
}
func d(p *int) {
	for _, x := range []*int{p} {
		defer g(x)
	}
}
func e(p *int) {
	_, x := p, p
	defer g(x)
}
func f(p *int) {
	var _ = p
	defer g(p)
}
