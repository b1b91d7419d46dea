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

// Elements of a map are no parts of it, as of a slice.
func elements(m map[string]*int) { m["a"] = m["b"] }

func pack(p *int, more ...interface{}) *int { return p }

// What is written when a call's arguments are not packed yet.
func (b *buffer) several() { b.p, b.q = b.q, pack(b.q, 1, "a") }
