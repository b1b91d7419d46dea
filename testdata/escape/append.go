package p

// append keeps the slice, and what it points to may move to a new array.

func one(list []*int, p *int) []*int { return append(list, p) }

func all(list, more []*int) []*int { return append(list, more...) }

func plain(list, more []int) []int { return append(list, more...) }

func text(b []byte, s string) []byte { return append(b, s...) }

func here() int {
	var list []*int
	n := 1
	list = append(list, &n)
	return len(list)
}

func structs(list []struct{ p *int }, p *int) int {
	list = append(list, struct{ p *int }{p})
	return len(list)
}

func copies(to, from []*int) int { return copy(to, from) }

func copiesPlain(to []byte, from string) int { return copy(to, from) }
