// What Go leaves unsaid: conversions, receivers, embedded paths, spread calls.

package main

type inner struct{ n int }

func (i inner) value() int         { return i.n }
func (i *inner) add(n int)         { i.n += n }
func (i inner) pair() (int, error) { return i.n, nil }

type outer struct {
	*inner
	tag string
}

type deep struct {
	outer
	any
}

type valuer interface{ value() int }
type adder interface {
	valuer
	add(int)
}
type holder struct{ valuer }
type flag bool

func two() (int, inner)               { return 1, inner{2} }
func three() (a int, b string, c any) { return 1, "b", 3.5 }

func list(first any, rest ...any) int {
	n := 0
	for _, r := range rest {
		switch r := r.(type) {
		case int:
			n += r
		case inner:
			n += r.n * 100
		case string:
			n += len(r) * 1000
		case nil:
			n += 10000
		}
	}
	if first == nil {
		n = -n
	}
	return n
}

func sum(xs ...int) (n int) {
	for _, x := range xs {
		n += x
	}
	return
}

func convertResults() (any, any) { return two() }

func receivers() {
	o := outer{&inner{1}, "t"}
	d := deep{o, 5}
	p := &d
	o.add(1)
	d.add(10)
	p.add(100)
	println(o.n, d.value(), p.outer.inner.n, o.value() == p.value())
	f, g := p.value, p.add
	g(1000)
	println(f(), p.value(), deep.value(*p), (*deep).value(p))
	var in inner
	in.add(7)
	(&in).add(1)
	h := holder{&in}
	in.add(1)
	println(h.value(), holder.value(h), valuer.value(in))
	var a adder = &in
	a.add(1)
	var v valuer = a
	println(v.value(), in.n)
	(*inner).add(&in, 5)
	println(inner.value(in))
}

func arrays() {
	a := [4]int{1, 2, 3, 4}
	p := &a
	s, t := a[1:], p[:2]
	s[0] = 20
	p[3] = 40
	println(t[1], a[3], len(p), cap(p[1:2]))
	for i := range p {
		p[i]++
	}
	for i, x := range p {
		print(i, ":", x, " ")
	}
	println()
}

func calls() {
	println(list(two()), list(nil, 1, nil), list(three()), list(0), list(nil))
	println(list(0, []any{1, 2}...), sum(), sum(1, 2, 3), sum([]int{4, 5}...))
	a, b := convertResults()
	println(a == 1, b == inner{2}, b == a)
	var x, y any = two()
	println(x.(int), y.(inner).n)
	s := append([]any{}, 1, "two", inner{3})
	println(len(s), s[1].(string), s[2] == any(inner{3}))
}

func assignments() {
	var a any
	var err error
	var i int
	i, err = inner{5}.pair()
	a, _ = inner{6}.pair()
	println(i, err == nil, a.(int))
	m := map[any]any{1: "one", "k": 2, inner{1}: nil}
	var ok flag
	a, ok = m[1]
	println(a.(string), ok)
	var isInt any
	i, isInt = m["k"].(int)
	println(i, isInt.(bool))
	for a = range []string{"x", "y"} {
	}
	println(a.(int))
	for a, m["v"] = range map[string]int{"key": 9} {
	}
	println(a.(string), m["v"].(int))
	delete(m, 1)
	println(len(m), m[1] == nil)
}

func compare(x any, v valuer, a adder, n int) string {
	s := ""
	switch x {
	case nil:
		s += "nil"
	case 1, "a":
		s += "basic"
	case v:
		s += "valuer"
	default:
		s += "other"
	}
	switch n {
	case x:
		s += " same"
	default:
		s += " differs"
	}
	switch {
	case a == v:
		s += " equal"
	case x == n:
		s += " n"
	}
	return s
}

func main() {
	receivers()
	arrays()
	calls()
	assignments()
	in := &inner{1}
	println(compare(nil, in, in, 1))
	println(compare(1, nil, in, 1))
	println(compare("a", nil, nil, 1))
	println(compare(in, in, nil, 1))
	println(compare(7, in, nil, 7))
	switch i := any(in); i.(type) {
	case adder:
		println("adder", i == any(in))
	}
}

// Stderr:
// 112 112 112 true
// 112 1112 1112 1112
// 9 9 9
// 10 10
// 15
// 20 40 4 3
// 0:2 1:21 2:4 3:41
// 200 -10001 1000 0 0
// 3 0 6 9
// true true false
// 1 2
// 3 two true
// 5 true 6
// one true
// 2 true
// 1
// key 9
// 3 true
// nil differs equal
// basic same n
// basic differs equal
// valuer differs
// other same n
// adder true
