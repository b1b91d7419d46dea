package p

// Methods that the compiler generates, and the lines about them.

type mover interface{ move() }
type base struct{ a, b int }
type byValue struct{ base }
type byPointer struct{ *base }

func (b base) move() { n := b.a; moved = &n }

var moved *int

func convert(v byValue) mover { return v }
