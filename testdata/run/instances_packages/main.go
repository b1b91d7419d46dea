// Instances of what another package declares: made here, linked once.
package main

import "mp/lib"

type W struct {
	lib.Set[string]
}

type str string

func (s str) Len() int { return len(s) }

func wrap[T comparable](x T) lib.Lener { return lib.New(x, x) }

func main() {
	s := lib.New("a", "b")
	s.Add("c")
	println(s.Len(), s.Has("a"), s.Has("z"), lib.Calls())
	i := lib.Ints()
	println(i.Len(), lib.Any(i), lib.Any(lib.New(1)), lib.Any(lib.New("x")))
	println(lib.Max(str("ab"), str("abc")), lib.Max(lib.Hidden(3), lib.Hidden(2)).Len())
	println(lib.Max[lib.Lener](s, i).Len())
	var w W
	w.Set = *lib.New("q")
	w.Add("r")
	println(w.Len(), w.Has("q"))
	println(wrap(3.5).Len(), wrap(str("a")).Len())
	var l lib.Lener = &w
	println(l.Len())
	f := (*lib.Set[str]).Add
	t := lib.New[str]()
	f(t, "x")
	println(t.Len())
	println(length(lib.Standard()))
}

//go:noinline
func length(x lib.Lener) int { return x.Len() }

// Stderr:
// 3 true false 3
// 3 true true false
// abc 3
// 3
// 2 true
// 1 1
// 2
// 1
// 42
