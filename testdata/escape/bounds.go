package p

// Indices that need no check, by type or by shape.

var table [256]int
var few [10]int

func index(b byte, u uint, i int, w uint16) int {
	s := table[b] + table[u&255] + table[255&i] + table[i&511]
	s += few[u%10] + few[i%10] + few[u%11] + few[w>>13] + few[u>>70]
	s += few[w/8192] + few[b&^0xf8] + few[i&^-8] + int("constant"[w>>13])
	table[b]++
	p := &few
	return s + p[b%8] + func() int { return table[b] + few[5] }()
}

func inlined(b byte) int { return table[b] }
func caller() int        { return inlined(3) + inlined(4) }
