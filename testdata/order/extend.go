package main

// append(s, make([]T, n)...) grows s by n zeros without making a slice: s is
// evaluated, then n, and n is checked before s grows.

import "runtime"

type node struct {
	n    int
	next *node
}

type holder struct{ items []*node }

type ints []int

var trace []string

func note(s string, n int) int {
	trace = append(trace, s)
	return n
}

func noted(s []int) []int {
	trace = append(trace, "s")
	return s
}

func lengths(n int) {
	var none []int
	s := append(none, make([]int, n)...)
	println(s == nil, len(s), cap(s))
	s = append(s, make([]int, 3)...)
	println(len(s), cap(s), s[len(s)-1])
	s = append(s, make([]int, 0)...)
	b := append([]byte("text"), make([]byte, uint8(n+2))...)
	e := append([]struct{}{{}}, make([]struct{}, n+4)...)
	println(len(s), len(b), string(b[:4]), b[4]+b[5], len(e))
}

// What lay behind the length is gone, what lies behind the room is not.
func room() {
	all := []*node{{n: 1}, {n: 2}, {n: 3}, {n: 4}}
	h := &holder{all[:1]}
	h.items = append(h.items, make([]*node, len(h.items)+1)...)
	println(len(h.items), cap(h.items), &h.items[0] == &all[0])
	println(all[0].n, all[1] == nil, all[2] == nil, all[3].n)
	h.items = append(h.items, make([]*node, 2)...)
	println(len(h.items), all[3].n, h.items[0].n, h.items[3] == nil, h.items[4] == nil)

	pairs := []node{{1, all[0]}, {2, all[0]}, {3, all[0]}}
	pairs = append(pairs[:1], make([]node, 1)...)
	pairs = pairs[:3]
	println(pairs[0].n, pairs[1].n, pairs[1].next == nil, pairs[2].next == all[0])
	text := append([]string{"a", "b", "c"}[:1], make([]string, 2)...)
	println(len(text), text[0]+text[1]+text[2])
}

func try(what string, f func()) {
	defer func() {
		if err := recover(); err != nil {
			println(what, err.(error).Error())
		}
	}()
	f()
}

// A length that is right, but too much for s, is growslice's to refuse.
func failures(s []int, n int) {
	old := s[:cap(s)]
	try("negative:", func() { _ = append(s, make([]int, n)...) })
	try("small:", func() { _ = append(s, make([]int, int8(n))...) })
	try("unsigned:", func() { _ = append(s, make([]int, uint(n))...) })
	try("nil:", func() { _ = append([]byte(nil), make([]byte, n)...) })
	try("much:", func() { _ = append(s, make([]int, -n<<60)...) })
	try("overflow:", func() { _ = append(s, make([]int, int(^uint(0)>>1)+n+1)...) })
	try("first s:", func() { _ = append(old[:0], make([]int, old[-n+9])...) })
	var h *holder
	try("then n:", func() { h.items = append(h.items, make([]*node, n)...) })
	println(old[0], old[1], old[2])
}

func order(s []int) {
	s = append(noted(s), make([]int, note("n", 2))...)
	grow := func() int { s = s[:1]; return 1 }
	s = append(s, make([]int, grow())...)
	println(len(s), len(trace), trace[0], trace[1])
	n := 1
	both := [][]int{append(s, make([]int, n)...), append(s, make([]int, note("m", n+1))...)}
	println(len(both[0]), len(both[1]))
}

func generic[E any](s []E, n int) []E {
	return append(s, make([]E, n)...)
}

// Mallocs of f; none if there is room.
func mallocs(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := 0; i < 100; i++ {
		f()
	}
	runtime.ReadMemStats(&after)
	return (after.Mallocs - before.Mallocs) / 100
}

var sink []*node

func main() {
	lengths(0)
	room()
	failures([]int{7, 8, 9}[:1], -1)
	order([]int{1, 2, 3, 4, 5, 6})
	n, m := 1000, 0
	ample, named := make([]*node, 1, 4000), make(ints, 0, 4000)
	println(mallocs(func() { sink = append(ample, make([]*node, n)...) }),
		mallocs(func() { sink = append(ample, make([]*node, 4*n)...) }),
		mallocs(func() { m += len(generic([]int(named), n)) }), m,
		mallocs(func() { named = append(named, make([]int, 8)...) }))
}

// Stderr:
// true 0 0
// 3 3 0
// 3 6 text 0 5
// 3 4 true
// 1 true true 4
// 5 4 1 true true
// 1 0 true true
// 3 a
// negative: runtime error: makeslice: len out of range
// small: runtime error: makeslice: len out of range
// unsigned: runtime error: makeslice: len out of range
// nil: runtime error: makeslice: len out of range
// much: runtime error: growslice: cap out of range
// overflow: runtime error: growslice: cap out of range
// first s: runtime error: index out of range [10] with length 3
// then n: runtime error: invalid memory address or nil pointer dereference
// 7 8 9
// 2 2 s n
// 3 4
// 0 1 0 100000 0
