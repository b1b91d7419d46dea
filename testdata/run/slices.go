// Slices and arrays: bounds, capacity, append, copy, aliasing, ranging.
package main

type point struct{ x, y int }

func show(s []int) {
	print(len(s), "/", cap(s), ":")
	for _, v := range s {
		print(" ", v)
	}
	println()
}

func arrays() {
	var a [5]int
	for i := range a {
		a[i] = i * i
	}
	b := a
	b[2] = 100
	println(a[2], b[2], a == b, a != b, len(a))
	p := &a
	p[4] = -1
	for i, v := range p {
		print(i, "=", v, " ")
	}
	println(len(p), cap(p[1:3]))
	for i, v := range a {
		a[4] = 77
		if i == 4 {
			println("copy", v)
		}
	}
	for i, v := range &a {
		a[4] = 78
		if i == 4 {
			println("live", v)
		}
	}
	m := [2][3]int{{1, 2, 3}, {4, 5}}
	m[1][2] = m[0][1] + m[1][1]
	println(m[1][2], m == [2][3]int{{1, 2, 3}, {4, 5, 7}})
	idx := [...]string{2: "two", 0: "zero", 4: "four"}
	println(len(idx), idx[2], idx[1] == "")
}

func slicing() {
	s := []int{0, 1, 2, 3, 4, 5, 6, 7}
	show(s[2:5])
	show(s[:3])
	show(s[6:])
	show(s[2:4:5])
	show(s[8:])
	t := s[2:5]
	t[0] = 22
	t = append(t, 55)
	show(s)
	t = append(t[:2:2], 99)
	show(s)
	show(t)
	var none []int
	show(none)
	show(none[:0])
	println(none == nil, s[:0] == nil)
}

func appending() {
	var s []int
	for i := 0; i < 20; i++ {
		s = append(s, i)
	}
	show(s[15:])
	s = append(s[:1], s[17:]...)
	s = append(s, 1, 2, 3)
	show(s[:7])
	b := append([]byte("ab"), "cd"...)
	b = append(b, b...)
	println(string(b))
	ps := append([]point(nil), point{1, 2}, point{3, 4})
	ps[0].x += ps[1].y
	println(len(ps), ps[0].x, ps[1].y)
	n := copy(b[1:], "XYZ")
	n += copy(b, b[2:])
	println(n, string(b))
	m := make([]int, 2, 5)
	m[1] = 4
	show(m)
	show(m[:5])
	g := make([][]string, 3)
	g[1] = append(g[1], "x", "y")
	println(len(g[0]), len(g[1]), g[1][1])
}

func bounds(s []int, i, j int) (r string) {
	defer func() {
		if e := recover(); e != nil {
			r = e.(error).Error()
		}
	}()
	s = s[i:j]
	return "ok"
}

func main() {
	arrays()
	slicing()
	appending()
	s := make([]int, 3, 6)
	println(bounds(s, 1, 2))
	println(bounds(s, 1, 7))
	println(bounds(s, 3, 2))
	println(bounds(s, -1, 2))
	var total int
	for _, p := range []point{{1, 2}, {3, 4}} {
		total += p.x * p.y
	}
	println(total)
}

// Stderr:
// 4 100 false true 5
// 0=0 1=1 2=4 3=9 4=-1 5 4
// copy -1
// live 78
// 7 true
// 5 two true
// 3/6: 2 3 4
// 3/8: 0 1 2
// 2/2: 6 7
// 2/3: 2 3
// 0/0:
// 8/8: 0 1 22 3 4 55 6 7
// 8/8: 0 1 22 3 4 55 6 7
// 3/4: 22 3 99
// 0/0:
// 0/0:
// true false
// 5/17: 15 16 17 18 19
// 7/32: 0 17 18 19 1 2 3
// abcdabcd
// 2 5 4
// 9 YZabcdcd
// 2/5: 0 4
// 5/5: 0 4 0 0 0
// 0 2 y
// ok
// runtime error: slice bounds out of range [:7] with capacity 6
// runtime error: slice bounds out of range [3:2]
// runtime error: slice bounds out of range [-1:]
// 14
