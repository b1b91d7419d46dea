package p

// Package variables: what is laid out before the program runs says nothing.

type stringer interface{ String() string }
type word string

func (w word) String() string { return string(w) }

type pair struct {
	a *int
	_ []int
	s stringer
}

func list(s ...string) []string { return s }

var (
	zero              = 0
	one               = pair{a: &zero, s: word("x")}
	many              = []*pair{{a: new(int)}, {s: word("y")}, {}}
	table             = &map[string]*pair{"k": {}}
	boxed interface{} = pair{}
	calls             = list("a", "b")
	runes             = []rune("constant")
	_                 = map[string]*pair{"k": {}}
	_                 = [1]*pair{{}}
	_                 = many[0].s.String
	_                 = pair{a: new(int)}
	_     stringer    = word("z")
	lit               = func(p *int) stringer { return word("w") }
	_                 = func(p *int) func() { return func() { _ = *p } }(nil)
)
