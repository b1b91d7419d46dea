package main

import "order/text"

type T struct{ x, y int }

var log []string

func try(name string, fn func()) {
	log = nil
	defer func() {
		s := text.TrimPrefix(text.Sprint(recover()), "runtime error: ")
		text.Row(name, 26, text.Join(log, " ")+" | "+s)
	}()
	fn()
}

var gz int
var gx int

//go:noinline
func divloc(s []int, z int) { s[0], s[1] = 7, 1/z }

//go:noinline
func divglob(s []int) { s[0], s[1] = 7, 1/gz }

//go:noinline
func idxloc(s []int, t [3]int, i int) { s[0], s[1] = 7, t[i] }

//go:noinline
func varfirst(z int) (a, b int) { a, b = 7, 1/z; return }

//go:noinline
func globfirst(z int) { gx, _ = 7, 1/z }

//go:noinline
func blankdiv(z int) { _, gx = 1/z, 8 }

//go:noinline
func ptr2(p, q *T) { p.x, q.x = 1, 2 }

//go:noinline
func three(s []int, i int) { s[0], s[i], s[1] = 1, 2, 3 }

//go:noinline
func conv(s []int, e interface{}) { s[0], s[1] = 7, e.(int) }

//go:noinline
func convp(s []*int, e interface{}, x *int) { s[0], s[1] = x, e.(*int) }

//go:noinline
func shift(s []int, n int) { s[0], s[1] = 7, 1<<n }

func other(v interface{}) string {
	if v, ok := v.(T); ok {
		return "{" + text.Sprint(v.x, v.y) + "}"
	}
	return ""
}

func main() {
	text.Other = other
	try("s0,s1=7,1/zlocal", func() { s := []int{1, 2, 3}; defer func() { log = append(log, text.Sprint(s)) }(); divloc(s, 0) })
	try("s0,s1=7,1/gz", func() { s := []int{1, 2, 3}; defer func() { log = append(log, text.Sprint(s)) }(); divglob(s) })
	try("s0,s1=7,arrparam[5]", func() {
		s := []int{1, 2, 3}
		defer func() { log = append(log, text.Sprint(s)) }()
		idxloc(s, [3]int{}, 5)
	})
	try("gx,_=7,1/z", func() { gx = 0; defer func() { log = append(log, text.Sprint(gx)) }(); globfirst(0) })
	try("_,gx=1/z,8", func() { gx = 0; defer func() { log = append(log, text.Sprint(gx)) }(); blankdiv(0) })
	try("p.x,nil.x=1,2", func() { p := &T{}; defer func() { log = append(log, text.Sprint(*p)) }(); ptr2(p, nil) })
	try("s0,s9,s1=", func() { s := []int{0, 0, 0}; defer func() { log = append(log, text.Sprint(s)) }(); three(s, 9) })
	try("s0,s1=7,e.(int)", func() { s := []int{1, 2, 3}; defer func() { log = append(log, text.Sprint(s)) }(); conv(s, "x") })
	try("s0,s1=x,e.(*int)", func() {
		s := make([]*int, 2)
		defer func() { log = append(log, text.Sprint(s[0] != nil)) }()
		convp(s, "x", new(int))
	})
	try("s0,s1=7,1<<-1", func() { s := []int{1, 2, 3}; defer func() { log = append(log, text.Sprint(s)) }(); shift(s, -1) })
}

// Stderr:
// s0,s1=7,1/zlocal           [7 2 3] | integer divide by zero
// s0,s1=7,1/gz               [1 2 3] | integer divide by zero
// s0,s1=7,arrparam[5]        [1 2 3] | index out of range [5] with length 3
// gx,_=7,1/z                 7 | integer divide by zero
// _,gx=1/z,8                 0 | integer divide by zero
// p.x,nil.x=1,2              {1 0} | invalid memory address or nil pointer dereference
// s0,s9,s1=                  [1 0 0] | index out of range [9] with length 3
// s0,s1=7,e.(int)            [1 2 3] | interface conversion: interface {} is string, not int
// s0,s1=x,e.(*int)           true | interface conversion: interface {} is string, not *int
// s0,s1=7,1<<-1              [7 2 3] | negative shift amount
