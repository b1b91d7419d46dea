// Assignments: tuples, operators, left sides of every kind, swaps.
package main

type node struct {
	next *node
	v    int
}

type T struct {
	a [3]int
	m map[string]int
	p *T
	s struct{ x, y int }
}

var g int

func set(p *int, v int) int { *p = v; return v }

func two() (int, int) { return 7, 8 }

func swap() {
	a, b := 1, 2
	a, b = b, a
	s := []int{1, 2, 3}
	i := 0
	i, s[i] = 2, 9
	s[0], s[2] = s[2], s[0]
	println(a, b, i, s[0], s[1], s[2])
	x, y := "x", "y"
	x, y, a = y, x+y, b
	println(x, y, a)
	arr := [2]int{1, 2}
	brr := [2]int{3, 4}
	arr, brr = brr, arr
	println(arr[0], brr[1])
	i, s[i] = two()
	println(i, s[0], s[1], s[2])
}

func reverse(l *node) (r *node) {
	for l != nil {
		l, l.next, r = l.next, r, l
	}
	return
}

func operators() {
	x := 10
	x += 5
	x -= 3
	x *= 4
	x /= 5
	x %= 6
	x <<= 4
	x |= 7
	x &= 0x35
	x ^= 0xf
	x &^= 2
	x >>= 1
	x++
	println(x)
	f := 1.5
	f *= 2
	f++
	s := "a"
	s += "b"
	println(f, s)
	t := T{m: map[string]int{"k": 1}}
	t.p = &t
	t.a[1] += 5
	t.p.a[1] *= 3
	t.m["k"]++
	t.m["new"] -= 4
	t.p.s.x, t.s.y = 3, t.a[1]
	println(t.a[1], t.m["k"], t.m["new"], t.s.x, t.s.y, len(t.m))
}

func order() {
	g = 1
	x := g + set(&g, 50)
	println(x, g)
	g = 1
	g += set(&g, 20)
	println(g)
	a := []int{10, 20, 30}
	i := 0
	a[i] = set(&i, 2)
	println(a[0], a[1], a[2])
}

func shadow(n int) (err int) {
	if n := n * 2; n > 4 {
		err := n
		_ = err
	} else {
		err = n
	}
	v, err := n, err+1
	_, v = v, v+1
	return err*100 + v
}

func main() {
	swap()
	var l *node
	for i := 3; i > 0; i-- {
		l = &node{l, i}
	}
	for l = reverse(l); l != nil; l = l.next {
		print(l.v, " ")
	}
	println()
	operators()
	order()
	println(shadow(1), shadow(5))
	var a, b = two()
	var c, d int
	var e, f = "e", 2.5
	_, h := two()
	println(a, b, c, d, e, f, h)
	m := map[int]string{1: "one"}
	v, ok := m[1]
	w, no := m[2]
	println(v, ok, w == "", no)
}

// Stderr:
// 2 1 2 3 2 9
// y xy 1
// 3 2
// 7 3 2 8
// 3 2 1
// 29
// +4.000000e+000 ab
// 15 2 -4 3 15 2
// 100 50
// 40
// 10 20 2
// 302 106
// 7 8 0 0 e +2.500000e+000 8
// one true true false
