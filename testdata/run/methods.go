// Methods: values, expressions, embedding, promotion through pointers.
package main

type T struct{ n int }

func (t T) Get() int           { return t.n }
func (t *T) Set(n int)         { t.n = n }
func (t T) Add(a, b int) int   { return t.n + a + b }
func (t *T) Self() *T          { return t }
func (t T) Big() (r [6]int)    { r[5] = t.n; return }
func (T) Many(a string, b ...int) (int, string, error) {
	return len(b), a, nil
}

type inner struct {
	T
	s string
}
type outer struct {
	a int
	*inner
}
type I interface {
	Get() int
	Set(int)
}
type withI struct {
	x int
	I
}
type num int

func (n num) Double() num { return n * 2 }
func (n *num) Inc()       { *n++ }

type fn func(int) int

func (f fn) Call(x int) int { return f(x) }

type list []int

func (l list) Len() int      { return len(l) }
func (l *list) Push(x int)   { *l = append(*l, x) }

type large struct{ a [20]int }

func (l large) Sum() (s int) {
	for _, v := range l.a {
		s += v
	}
	l.a[0] = 1000
	return
}

func main() {
	t := T{1}
	t.Set(2)
	println(t.Get(), (&t).Get(), t.Add(1, 2), t.Self().n, t.Big()[5])
	n, s, err := t.Many("s", 1, 2, 3)
	println(n, s, err == nil)

	get := t.Get
	set := t.Set
	set(10)
	println(get(), t.Get())
	println(T.Get(t), (*T).Get(&t), T.Add(t, 1, 1))
	(*T).Set(&t, 20)
	println(t.n)
	f := (*T).Add
	println(f(&t, 1, 2))
	big := T.Big
	println(big(t)[5])

	o := outer{1, &inner{T{5}, "in"}}
	println(o.Get(), o.n, o.s)
	o.Set(6)
	println(o.inner.T.n, outer.Get(o), (*outer).Get(&o))
	og := o.Get
	o.Set(7)
	println(og(), o.Get())

	var i I = &t
	i.Set(30)
	println(i.Get(), I.Get(i))
	ig := i.Get
	i.Set(31)
	println(ig())
	i = o
	i.Set(8)
	println(o.Get())
	i = &o
	println(i.Get())
	w := withI{1, &t}
	w.Set(40)
	println(w.Get(), t.n)
	i = w
	i.Set(41)
	println(t.n, withI.Get(w))
	i = &w
	println(i.Get())
	anon := struct {
		*T
		extra int
	}{&t, 1}
	anon.Set(50)
	i = anon
	println(i.Get(), t.n)

	x := num(4)
	x.Inc()
	println(x.Double(), num.Double(3))
	println(fn(func(a int) int { return a + 1 }).Call(9))
	var l list
	l.Push(1)
	l.Push(2)
	println(l.Len(), len(l))
	var b large
	b.a[3] = 3
	println(b.Sum(), b.a[0])
	sum := b.Sum
	b.a[4] = 4
	println(sum(), large.Sum(b))
	var p interface{ Sum() int } = &b
	println(p.Sum())
	expressions()
}

type named struct{}

func (named) Error() string { return "named" }

// Method expressions of interfaces, among them that of package universe.
func expressions() {
	f := error.Error
	println(error.Error(named{}), f(named{}), interface{ Sum() int }.Sum(large{}))
	defer func() { println(recover().(error).Error()) }()
	var none error
	error.Error(none)
}

// Stderr:
// 2 2 5 2 2
// 3 s true
// 2 10
// 10 10 12
// 20
// 23
// 20
// 5 5 in
// 6 6 6
// 6 7
// 30 30
// 31
// 8
// 8
// 40 40
// 41 41
// 41
// 50 50
// 10 6
// 10
// 2 2
// 3 0
// 3 7
// 7
// named named 0
// runtime error: invalid memory address or nil pointer dereference
