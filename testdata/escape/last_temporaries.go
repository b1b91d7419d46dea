// A receiver that contains a call is kept in a temporary. Calls of instances are
// finished when all else is lowered: their temporaries have the last numbers.
package p

type List[X any] struct {
	head X
	next *List[X]
}

func (l *List[X]) Push(x X) *List[X] {
	sink = l
	return &List[X]{x, l}
}

type Plain struct{ p *int }

func (t *Plain) Add(p *int) *Plain {
	sink = t
	t.p = p
	return t
}

var sink interface{}

func chain(p *int) {
	a := p
	l := &List[*int]{}
	l.Push(a).Push(p).Push(p)
	b := a
	t := &Plain{}
	t.Add(b).Add(p)
	c, d := b, a
	l.Push(c).Push(d)
	defer l.Push(c).Push(d)
}
