package p

// Captured by value: never assigned afterwards, not addressed, at most 128
// bytes. Else by reference.

type wide struct{ bytes [129]byte }
type fits struct{ bytes [128]byte }

func byValue() func() int { n := 1; return func() int { return n } }

func assignedInside() func() int { n := 1; return func() int { n++; return n } }

func assignedBefore() func() int { n := 1; n = 2; return func() int { return n } }

func assignedAfter() func() int { n := 1; f := func() int { return n }; n = 2; return f }

func addressed() func() int { n := 1; p := &n; return func() int { *p = 2; return n } }

func tooWide() func() byte { var w wide; return func() byte { return w.bytes[0] } }

func justFits() func() byte { var w fits; return func() byte { return w.bytes[0] } }

func loopVariable() (f func() int) {
	for i := 0; i < 3; i++ {
		f = func() int { return i }
	}
	return
}

func copied() (f func() int) {
	for i := 0; i < 3; i++ {
		i := i
		f = func() int { return i }
	}
	return
}

func calledAtOnce() int { n := 1; func() { n++ }(); return n }

func nested() func() func() int {
	n := 1
	return func() func() int { return func() int { return n } }
}
