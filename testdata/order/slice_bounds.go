// Bounds of a slice expression are computed in order: what is more than a
// variable, before the next one's call.
package main

type scanner struct {
	text string
	at   int
}

func (s *scanner) word() int {
	for s.at < len(s.text) && s.text[s.at] != ' ' {
		s.at++
	}
	return s.at
}

var n = 1

func grow(to int) int {
	n = to
	return to
}

func main() {
	s := &scanner{text: "xfoo bar", at: 2}
	println(s.text[s.at-1 : s.word()])
	s.at = 0
	println(s.text[s.at:s.word()])
	xs := []int{0, 1, 2, 3, 4, 5}
	println(len(xs[n+1:grow(4)]), n)
	n = 1
	println(len(xs[n:grow(4)]), n)
	n = 1
	println(cap(xs[n-1:n+1:grow(5)]), n)
}

// Stderr:
// foo
// xfoo
// 2 4
// 0 4
// 5 5
