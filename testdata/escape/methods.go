package p

// Method values are closures; methods called statically have summaries.

type cell struct{ p *int }

func (c *cell) set(q *int)  { c.p = q }
func (c cell) get() *int    { return c.p }
func (c *cell) self() *cell { return c }

type setter interface{ set(*int) }

func value(c *cell) func() *int { return c.get }

func local(c cell) int { f := c.get; return *f() }

func expression(c *cell) { f := (*cell).set; f(c, new(int)) }

func call(c cell, n int) { c.set(&n) }

func fluent(c *cell, n int) { c.self().self().set(&n) }

func throughInterface(s setter, n int) { s.set(&n) }

func boundInterface(s setter) func(*int) { return s.set }

// The receiver of (*number).read is not a pointer: nobody looks where it goes.
type number int
type text string

func (n number) read() int { return int(n) }
func (s text) read() int   { return len(s) }

func throughPointers() int {
	var n number
	var s text
	if (*number).read(&n) == 1 {
		return 1
	}
	return (*text).read(&s)
}
