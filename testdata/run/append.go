// append: growth, aliasing, strings, nil, several values.
package main

type pair struct{ a, b int }

func show(name string, s []int) {
	print(name, " ", len(s), " ", cap(s), ":")
	for _, v := range s {
		print(" ", v)
	}
	println()
}

func main() {
	var s []int
	show("nil", append(s))
	s = append(s, 1)
	show("one", s)
	s = append(s, 2, 3)
	show("three", s)
	t := append(s[:1], 9)
	show("shared", s)
	show("t", t)
	u := append(s[:1:1], 8)
	show("s", s)
	show("u", u)
	s = append(s, s...)
	show("self", s)
	for i := 0; i < 300; i++ {
		s = append(s, i)
	}
	println(len(s), cap(s), s[299])

	b := append([]byte("ab"), "cde"...)
	b = append(b, 'f')
	println(string(b), len(b))

	p := []pair{{1, 2}, {3, 4}}
	p = append(p[:0], p[1], p[0])
	println(p[0].a, p[0].b, p[1].a, p[1].b)

	strs := append([]string(nil), "x", "y")
	strs = append(strs, strs...)
	println(len(strs), strs[0]+strs[1]+strs[2]+strs[3])

	e := append([]struct{}{}, struct{}{}, struct{}{})
	println(len(e))

	m := append([]int{1}, make([]int, 3)...)
	show("make", m)

	var i interface{} = append([]interface{}{1}, "two", 3.0)
	println(len(i.([]interface{})))
}

// Stderr:
// nil 0 0:
// one 1 1: 1
// three 3 3: 1 2 3
// shared 3 3: 1 9 3
// t 2 3: 1 9
// s 3 3: 1 9 3
// u 2 2: 1 8
// self 6 6: 1 9 3 1 9 3
// 306 384 293
// abcdef 6
// 3 4 1 2
// 4 xyxy
// 2
// make 4 4: 1 0 0 0
// 3
