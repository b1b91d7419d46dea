package lib

type point[T any] interface {
	Add(T) T
	Value() int
}

type num struct{ n int }

func (a *num) Add(b *num) *num { return &num{a.n + b.n} }
func (a *num) Value() int      { return a.n }

type curve[P point[P]] struct{ get func() P }

func (c *curve[P]) twice() P {
	p := c.get()
	return p.Add(p)
}

func (c *curve[P]) Len() int { return c.twice().Value() }

var standard = &curve[*num]{get: func() *num { return &num{21} }}

// Standard is expanded where it is called: a type that nothing there mentions.
func Standard() Lener { return standard }
