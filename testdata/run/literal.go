// Composite literals: nested, keyed, elided types, static and computed.
package main

import "unsafe"

type point struct{ x, y int }
type line struct{ a, b point }
type node struct {
	v    int
	next *node
	kids []*node
}
type mixed struct {
	b  bool
	i8 int8
	s  string
	f  float32
	c  complex64
	p  *int
	e  interface{}
	fn func(int) int
	_  int
	sl []string
	m  map[string]int
}

func double(x int) int { return 2 * x }

var x = 5
var table = [...]int{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37}
var sparse = [10]string{2: "two", 5: "five", "six"}
var list = &node{1, &node{2, nil, nil}, []*node{{v: 3}, {v: 4}}}
var all = mixed{true, -8, "str", 1.5, 2 + 3i, &x, 42, double, 0, []string{"a", "b"}, map[string]int{"k": 9}}
var ifaces = []interface{}{1, "two", 3.0, point{4, 5}, &point{6, 7}, nil, double, [2]int{8, 9}}
var pts = map[string]point{"a": {1, 2}, "b": {3, 4}}
var ptrs = []*point{{1, 2}, {3, 4}}
var grid = [2][3]int{{1, 2, 3}, {4, 5, 6}}
var elem = &table[3]
var field = &list.v
var bytes = []byte("static")
var funcs = []func(int) int{double, func(x int) int { return x + 1 }}
var computed = [3]int{x, double(x), 3}
var later = early + 1
var early = double(10)

func locals() {
	s := []int{1, 2, 3}
	s[0] = 10
	t := []int{1, 2, 3}
	println(s[0], t[0])
	l := line{point{1, 2}, point{y: 4}}
	println(l.a.x, l.a.y, l.b.x, l.b.y)
	for i := 0; i < 2; i++ {
		p := &point{i, i + 1}
		p.x += 10
		a := [12]int{1, 2, i, 4, 5, 6, 7, 8, 9, 10, 11, 12}
		a[0] += i
		q := []point{{i, 0}, {0, i}, {1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}, {6, 6}, {7, 7}, {8, i}}
		println(p.x, p.y, a[0], a[2], a[11], q[0].x, q[9].y, len(q))
	}
	l = line{l.b, l.a}
	println(l.a.y, l.b.x)
	arr := [3]int{1, 2, 3}
	arr = [3]int{arr[2], arr[1], arr[0]}
	println(arr[0], arr[1], arr[2])
	println([]string{"a", "b", "c"}[1], ([...]int{5: 1})[5], len([...]int{9: 0}))
	println(len([]int{}), []int{} == nil, struct{ a, b int }{1, 2}.b)
	idx := []string{3: "d", 1: "b"}
	println(len(idx), idx[1], idx[3], idx[0] == "")
	var e interface{} = point{7, 8}
	println(e.(point).y, e == interface{}(point{7, 8}))
	mm := map[point]line{{1, 2}: {point{3, 4}, point{5, 6}}}
	println(mm[point{1, 2}].b.x)
	an := []struct {
		name string
		v    []int
	}{{"one", []int{1}}, {"two", []int{1, 2}}}
	println(an[1].name, len(an[1].v))
}

var traced int

func trace(i int) int { traced += i; return i }

type gaps struct{ a, _, b, _ int }

var static, dynamic = gaps{1, 2, 3, 4}, gaps{trace(1), trace(2), 3, 4}

// Blank fields stay zero, whatever a literal gives them.
func blanks() {
	read := func(g gaps) {
		p := (*[4]int)(unsafe.Pointer(&g))
		println(p[0], p[1], p[2], p[3], traced)
	}
	read(static)
	read(dynamic)
	read(gaps{trace(5), 6, 7, trace(8)})
	box := [2]any{gaps{1, 2, 3, 4}, &gaps{5, 6, 7, 8}}
	read(box[0].(gaps))
	read(*box[1].(*gaps))
}

func main() {
	println(table[11], len(table), sparse[2], sparse[6], sparse[0] == "", len(sparse))
	println(list.v, list.next.v, list.kids[1].v, list.next.next == nil)
	println(all.b, all.i8, all.s, all.f, all.c, *all.p, all.e.(int), all.fn(4), all.sl[1], all.m["k"])
	println(ifaces[0].(int), ifaces[1].(string), ifaces[3].(point).y, ifaces[4].(*point).x, ifaces[5] == nil,
		ifaces[6].(func(int) int)(8), ifaces[7].([2]int)[1])
	println(pts["b"].y, ptrs[1].x, grid[1][2], *elem, *field)
	*elem = 70
	list.v = 100
	println(table[3], *field)
	bytes[0] = 'S'
	println(string(bytes), funcs[0](3), funcs[1](3), computed[1], later)
	locals()
	blanks()
}

// Stderr:
// 37 12 two six true 10
// 1 2 4 true
// true -8 str +1.500000e+000 (+2.000000e+000+3.000000e+000i) 5 42 8 b 9
// 1 two 5 6 true 16 9
// 4 3 6 7 1
// 70 100
// Static 6 4 10 21
// 10 1
// 1 2 0 4
// 10 1 1 0 12 0 0 10
// 11 2 2 1 12 1 1 10
// 4 1
// 3 2 1
// b 1 10
// 0 false 2
// 4 b d true
// 8 true
// 5
// two 2
// 1 0 3 0 3
// 1 0 3 0 3
// 5 0 7 0 16
// 1 0 3 0 16
// 5 0 7 0 16
