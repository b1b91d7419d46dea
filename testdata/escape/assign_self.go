package p

// Moving pointers within one object is no leak.

type buffer struct {
	bytes []byte
	store [16]byte
	p, q  *int
	list  []*int
}

func (b *buffer) trim()             { b.bytes = b.bytes[1:] }
func (b *buffer) swap()             { b.p, b.q = b.q, b.p }
func (b *buffer) reset()            { b.bytes = b.store[:0] }
func (b *buffer) take(c *buffer)    { b.p = c.q }
func (b *buffer) exchange(i, j int) { b.list[i], b.list[j] = b.list[j], b.list[i] }
func value(b buffer) buffer         { b.p = b.q; return b }
