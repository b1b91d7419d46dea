// Maps: keys of all kinds, missing entries, deletion, growth, iteration.
package main

type key struct {
	a int
	s string
}
type large struct{ a [200]byte }
type huge struct{ a [300]int }

func ints() {
	m := map[int]int{}
	for i := 0; i < 1000; i++ {
		m[i*7] = i
	}
	sum := 0
	for k, v := range m {
		sum += k*2 + v
	}
	println(len(m), sum, m[7*999], m[5])
	for i := 0; i < 1000; i += 2 {
		delete(m, i*7)
	}
	println(len(m))
	v, ok := m[0]
	println(v, ok)
	v, ok = m[7]
	println(v, ok)
	m[7]++
	m[8] += 5
	println(m[7], m[8])
	for k := range m {
		delete(m, k)
	}
	println(len(m))
}

func kinds() {
	ms := map[string]int{"a": 1, "b": 2}
	ms["c"] = 3
	println(ms["a"], ms["c"], ms["zz"], len(ms))
	b := []byte("b")
	println(ms[string(b)])
	mk := map[key]string{{1, "x"}: "1x", {2, "y"}: "2y"}
	println(mk[key{1, "x"}], mk[key{1, "y"}] == "")
	m32 := map[int32]bool{-1: true}
	println(m32[-1], m32[1])
	m8 := map[uint8]string{200: "200"}
	println(m8[200])
	mf := map[float64]int{1.5: 1}
	mf[0] = 2
	zero := 0.0
	println(mf[1.5], mf[-zero], len(mf))
	nan := zero / zero
	mf[nan] = 1
	mf[nan] = 2
	println(len(mf), mf[nan])
	mb := map[bool]int{true: 1}
	println(mb[true], mb[false])
	p, q := new(int), new(int)
	mp := map[*int]int{p: 1}
	mp[q] = 2
	println(mp[p], mp[q], mp[nil])
	mi := map[interface{}]int{1: 1, "1": 2, 1.0: 3, key{1, "k"}: 4, nil: 5}
	println(mi[1], mi["1"], mi[1.0], mi[key{1, "k"}], mi[nil], mi[int8(1)])
	ma := map[[2]int]int{{1, 2}: 3}
	ma[[2]int{3, 4}] = 7
	println(ma[[2]int{1, 2}], ma[[2]int{3, 4}])
	mc := map[complex128]int{1 + 2i: 1}
	println(mc[complex(1, 2)])
}

func sizes() {
	ml := map[large]int{}
	var l large
	l.a[199] = 1
	ml[l] = 5
	println(ml[l], ml[large{}])
	mh := map[int]huge{}
	var h huge
	h.a[299] = 9
	mh[1] = h
	println(mh[1].a[299], mh[2].a[299])
	x, ok := mh[3]
	println(x.a[0], ok)
	mv := map[string]large{"l": l}
	println(mv["l"].a[199], mv["x"].a[199])
	me := map[int]struct{}{1: {}}
	_, ok = me[1]
	println(ok, len(me))
}

func nested() {
	m := map[string]map[string]int{"a": {"b": 1}}
	m["a"]["c"] = 2
	println(len(m["a"]), m["x"]["y"])
	s := map[string][]int{}
	s["k"] = append(s["k"], 1, 2)
	s["k"] = append(s["k"], 3)
	s["k"][0] = 9
	println(len(s["k"]), s["k"][0])
	f := map[string]func(int) int{"sq": func(x int) int { return x * x }}
	println(f["sq"](5))
	p := map[string]*key{"p": {5, "ptr"}}
	p["p"].a++
	println(p["p"].a, p["p"].s)
}

func none() {
	var m map[string]int
	println(m["x"], len(m), m == nil)
	for range m {
		println("never")
	}
	delete(m, "x")
	v, ok := m["x"]
	println(v, ok)
}

func growing() {
	m := make(map[int]int, 4)
	seen := 0
	for i := 0; i < 8; i++ {
		m[i] = i
	}
	for k := range m {
		if k < 8 {
			seen++
		}
		m[k+1000] = k
		if len(m) > 5000 {
			break
		}
	}
	println(seen)
	for k := range m {
		delete(m, k)
		break
	}
}

func literal() {
	m := map[int]string{0: "a", 1: "b", 2: "c", 3: "d", 4: "e", 5: "f", 6: "g", 7: "h", 8: "i",
		9: "j", 10: "k", 11: "l", 12: "m", 13: "n", 14: "o", 15: "p", 16: "q", 17: "r", 18: "s",
		19: "t", 20: "u", 21: "v", 22: "w", 23: "x", 24: "y", 25: "z", 26: "A", 27: "B"}
	println(len(m), m[0]+m[13]+m[27])
}

func main() {
	ints()
	kinds()
	sizes()
	nested()
	none()
	growing()
	literal()
}

// Stderr:
// 1000 7492500 999 0
// 500
// 0 false
// 1 true
// 2 5
// 0
// 1 3 0 3
// 2
// 1x true
// true false
// 200
// 1 2 2
// 4 0
// 1 0
// 1 2 0
// 1 2 3 4 5 0
// 3 7
// 1
// 5 0
// 9 0
// 0 false
// 1 0
// true 1
// 2 0
// 3 9
// 25
// 6 ptr
// 0 0 true
// 0 false
// 8
// 28 anB
