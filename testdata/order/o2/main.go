package main

import "order/text"

type T struct{ x, y int }
type I interface{ M(int) }
type N struct{}

func (N) M(int)    {}
func (t T) V()     {}
func (t *T) P()    {}
func (t T) G() int { return t.x }

var log []string

//go:noinline
func f(name string, v int) int { log = append(log, name); return v }

//go:noinline
func fs(name string) []int { log = append(log, name); return nil }

//go:noinline
func fm(name string) map[int]int { log = append(log, name); return nil }

//go:noinline
func fp(name string) *T { log = append(log, name); return nil }

//go:noinline
func two(name string) (int, int) { log = append(log, name); return 7, 8 }

func try(name string, fn func()) {
	log = nil
	defer func() {
		e := recover()
		s := text.Sprint(e)
		s = text.TrimPrefix(s, "runtime error: ")
		text.Row(name, 30, text.Pad(text.Join(log, " "), 22)+" "+s)
	}()
	fn()
}

var gz, g1, g5 = 0, 1, 5
var gnil *T
var gsl = []int{1, 2, 3}
var gmnil map[int]int
var unh interface{} = []int{1}

func other(v interface{}) string {
	if v, ok := v.(T); ok {
		return "{" + text.Sprint(v.x, v.y) + "}"
	}
	return ""
}

func main() {
	text.Other = other
	z := gz
	try("s[5]=f", func() { gsl[g5] = f("f", 1) })
	try("fs()[i]=f", func() { fs("s")[f("i", 5)] = f("v", 1) })
	try("s[5]+f()", func() { gsl[g5] += 1 + f("f", 1) })
	try("_=s[5]+f()", func() { _ = gsl[g5] + f("f", 1) })
	try("f(s[5],g())", func() { f(text.Sprint("a", gsl[g5]), f("g", 1)) })
	try("*p=f()", func() { gnil.x = f("f", 1) })
	try("*fp()=f()", func() { *fp("p") = T{f("a", 1), f("b", 2)} })
	try("fp().x=f()", func() { fp("p").x = f("f", 1) })
	try("p.x+f()", func() { log = append(log, text.Sprint(gnil.x+f("f", 1))) })
	try("m[k]=f() nilmap", func() { gmnil[f("k", 1)] = f("v", 1) })
	try("fm()[k]=v", func() { fm("m")[f("k", 1)] = f("v", 1) })
	try("m[unh]=f()", func() { m := map[interface{}]int{}; m[unh] = f("v", 1) })
	try("m[k]=s[5] no insert", func() {
		m := map[int]int{}
		defer func() { log = append(log, text.Sprint(len(m))) }()
		m[1] = gsl[g5]
	})
	try("m[k]/=0 no insert", func() {
		m := map[int]int{}
		defer func() { log = append(log, text.Sprint(len(m))) }()
		m[1] /= z
	})
	try("m[k]%=0 no insert", func() {
		m := map[int]int{}
		defer func() { log = append(log, text.Sprint(len(m))) }()
		m[1] %= z
	})
	try("m[k]<<=-1", func() {
		m := map[int]int{}
		n := -1 + z
		defer func() { log = append(log, text.Sprint(len(m))) }()
		m[1] <<= n
	})
	try("m[k]+=s[5]", func() {
		m := map[int]int{}
		defer func() { log = append(log, text.Sprint(len(m))) }()
		m[1] += gsl[g5]
	})
	try("m[k]=append(m[k],s[5])", func() {
		m := map[int][]int{}
		defer func() { log = append(log, text.Sprint(len(m))) }()
		m[1] = append(m[1], gsl[g5])
	})
	try("m[k]++ nil", func() { gmnil[f("k", 1)]++ })
	try("a[i],a[j]=1,2 j oob", func() {
		a := []int{0, 0, 0}
		defer func() { log = append(log, text.Sprint(a)) }()
		a[0], a[g5] = 1, 2
	})
	try("a[oob],a[0]=1,2", func() {
		a := []int{0, 0, 0}
		defer func() { log = append(log, text.Sprint(a)) }()
		a[g5], a[0] = 1, 2
	})
	try("a[0],p.x=1,2 p nil", func() {
		a := []int{0, 0, 0}
		defer func() { log = append(log, text.Sprint(a)) }()
		a[0], gnil.x = 1, 2
	})
	try("p.x,a[0]=f,g", func() { a := []int{0}; gnil.x, a[0] = f("f", 1), f("g", 2) })
	try("i,a[i]=1,2", func() { a := []int{0, 0}; i := 0; i, a[i] = 1, 2; log = append(log, text.Sprint(i, a)) })
	try("a[i],i=2,1", func() { a := []int{0, 0}; i := 0; a[i], i = 2, 1; log = append(log, text.Sprint(i, a)) })
	try("i,a[i]=two()", func() { a := make([]int, 9); i := 0; i, a[i] = two("t"); log = append(log, text.Sprint(i, a)) })
	try("a[f],a[g]=two()", func() { a := make([]int, 9); a[f("i", 1)], a[f("j", 2)] = two("t"); log = append(log, text.Sprint(a)) })
	try("a[oob],x=two()", func() {
		x := 0
		a := make([]int, 1)
		defer func() { log = append(log, text.Sprint(x)) }()
		a[g5], x = two("t")
	})
	try("x,a[oob]=two()", func() {
		x := 0
		a := make([]int, 1)
		defer func() { log = append(log, text.Sprint(x)) }()
		x, a[g5] = two("t")
	})
	try("a,a=1,2", func() { var a int; a, a = f("1", 1), f("2", 2); log = append(log, text.Sprint(a)) })
	try("m[1],m[1]=", func() { m := map[int]int{}; m[1], m[1] = 1, 2; log = append(log, text.Sprint(m)) })
	try("x,m[nil]=1,2", func() { x := 0; defer func() { log = append(log, text.Sprint(x)) }(); x, gmnil[1] = 1, 2 })
	try("m[1],s[5]=1,2", func() { m := map[int]int{}; defer func() { log = append(log, text.Sprint(m)) }(); m[1], gsl[g5] = 1, 2 })
	try("p,p.x (list walk)", func() {
		type L struct {
			n *L
			v int
		}
		p := &L{v: 1}
		q := &L{v: 2}
		p.n = q
		o := p
		p, p.v = p.n, 9
		log = append(log, text.Sprint(p.v, o.v))
	})
	try("x=s[5]/0", func() { _ = gsl[g5] / z })
	try("x=f()/0+s[5]", func() { log = append(log, text.Sprint(f("f", 1)/z+gsl[g5])) })
	try("s[5]+1/0", func() { log = append(log, text.Sprint(gsl[g5]+g1/z)) })
	try("1/0+s[5]", func() { log = append(log, text.Sprint(g1/z+gsl[g5])) })
	try("p.x+s[5]", func() { log = append(log, text.Sprint(gnil.x+gsl[g5])) })
	try("s[5]+p.x", func() { log = append(log, text.Sprint(gsl[g5]+gnil.x)) })
	try("s[5]+m[unh]", func() { m := map[interface{}]int{1: 1}; log = append(log, text.Sprint(gsl[g5]+m[unh])) })
	try("s[5]+len(s[9:])", func() { log = append(log, text.Sprint(gsl[g5]+len(gsl[9*g1:]))) })
	try("s[9:][f()]", func() { log = append(log, text.Sprint(gsl[9*g1:][f("f", 1)])) })
	try("e.(int)+f()", func() { var e interface{} = "s"; log = append(log, text.Sprint(e.(int)+f("f", 1))) })
	try("e.(*T).x+f()", func() { var e interface{} = "s"; log = append(log, text.Sprint(e.(*T).x+f("f", 1))) })
	try("nilmethod i.M(f())", func() { var i I; i.M(f("f", 1)) })
	try("nilfunc h(f())", func() { var h func(int); h(f("f", 1)) })
	try("p.V() nil", func() { gnil.V() })
	try("p.G()+f()", func() { log = append(log, text.Sprint(gnil.G()+f("f", 1))) })
	try("f()+p.G()", func() { log = append(log, text.Sprint(f("f", 1)+gnil.G())) })
	try("mv=p.V nil", func() { h := gnil.V; log = append(log, "made"); h() })
	try("mv=p.P nil ok", func() { h := gnil.P; log = append(log, "made"); h() })
	try("mv=i.M nil", func() { var i I; h := i.M; log = append(log, "made"); h(1) })
	try("defer nil", func() { var h func(); defer h(); log = append(log, "body") })
	try("defer i.M nil", func() { var i I; defer i.M(f("a", 1)); log = append(log, "body") })
	try("defer p.V nil", func() { defer gnil.V(); log = append(log, "body") })
	try("defer f(s[5])", func() { defer f("d", gsl[g5]); log = append(log, "body") })
	try("defer args", func() {
		x := 1
		g := func() int { x = 2; return 3 }
		defer func(a, b int) { log = append(log, text.Sprint(a, b)) }(x, g())
		x = 50
	})
	try("defer h(f()) h changes", func() {
		h := func(int) { log = append(log, "h1") }
		defer h(func() int { h = func(int) { log = append(log, "h2") }; return 1 }())
	})
	try("defer p.V(mod)", func() {
		p := &T{1, 1}
		defer func(t T) { log = append(log, text.Sprint(t)) }(*p)
		p.x = 9
	})
	try("defer p.show", func() { p := &T{1, 1}; defer p.show(f("a", 1)); p.x = 9 })
	try("defer append-ish print", func() { defer print(); log = append(log, "ok") })
	try("copy(f,g)", func() { copy(fs("a"), fs("b")) })
	try("s[i:j] order", func() { _ = fs("s")[f("i", 2):f("j", 1)] })
	try("s[i:j:k] order", func() { _ = gsl[f("i", 2):f("j", 1):f("k", 99)] })
	try("arr idx two oob", func() { var a [3][3]int; log = append(log, text.Sprint(a[g5][f("j", 7)])) })
	try("shift neg", func() { log = append(log, text.Sprint(f("f", 1)<<(z-1))) })
	try("cmp iface unh", func() { log = append(log, text.Sprint(unh == unh, f("f", 1))) })
	try("struct copy nil", func() { t := *gnil; log = append(log, text.Sprint(f("f", 1), t)) })
	try("_ = *nil", func() { _ = *gnil; log = append(log, "after") })
	try("_ = nil.x", func() { _ = gnil.y; log = append(log, "after") })
	try("&nil.x", func() { p := &gnil.y; log = append(log, text.Sprint("after", p != nil)) })
	try("&nilarr[i]", func() { var p *[4]int; q := &p[f("i", 1)]; log = append(log, text.Sprint("after", q != nil)) })
	try("nilarr[:]", func() { var p *[4]int; q := p[:]; log = append(log, text.Sprint("after", q == nil)) })
	try("nilarr[i oob]", func() { var p *[4]int; _ = p[g5] })
	try("len(nilarr)", func() { var p *[4]int; log = append(log, text.Sprint(len(p))) })
	try("range nilarr idx", func() {
		var p *[4]int
		for i := range p {
			log = append(log, text.Sprint(i))
		}
	})
	try("range nilarr val", func() {
		var p *[4]int
		for i, v := range p {
			log = append(log, text.Sprint(i, v))
		}
	})
	try("maplit dup dyn", func() {
		m := map[int]int{f("k1", 1): f("v1", 1), f("k2", 1): f("v2", 2)}
		log = append(log, text.Sprint(m))
	})
	try("maplit unh", func() {
		m := map[interface{}]int{f("k1", 1): f("v1", 1), unh: f("v2", 2), f("k3", 3): 3}
		log = append(log, text.Sprint(m))
	})
	try("make neg", func() { _ = make([]int, f("l", -1), f("c", 2)) })
	try("conv slice->arr", func() { p := (*[4]int)(gsl); log = append(log, text.Sprint(p)) })
	try("p.x,p.y=..op", func() { t := T{1, 2}; t.x, t.y = t.y, t.x; log = append(log, text.Sprint(t)) })
	try("swap a", func() { a := [2]int{1, 2}; i := 0; a[i], a[i+1] = a[i+1], a[i]; log = append(log, text.Sprint(a)) })
	try("named result defer", func() {
		r, e := func() (a, b int) {
			defer func() { recover() }()
			a, b = 1, 2
			return f("f", 5), gsl[g5]
		}()
		log = append(log, text.Sprint(r, e))
	})
	try("named result call defer", func() {
		r, e := func() (a, b int) {
			defer func() { recover() }()
			a, b = 1, 2
			return f("f", 5), f("g", gnil.x)
		}()
		log = append(log, text.Sprint(r, e))
	})
	try("named a=,then panic", func() {
		r, e := func() (a, b int) {
			defer func() { recover() }()
			a, b = 7, gsl[g5]
			return
		}()
		log = append(log, text.Sprint(r, e))
	})
	try("result swap", func() {
		r, e := func() (a, b int) { a, b = 1, 2; return b, a }()
		log = append(log, text.Sprint(r, e))
	})
}

func (t *T) show(n int) { log = append(log, text.Sprint(*t, n)) }

// Stderr:
// s[5]=f                         f                      index out of range [5] with length 3
// fs()[i]=f                      s i v                  index out of range [5] with length 0
// s[5]+f()                       f                      index out of range [5] with length 3
// _=s[5]+f()                     f                      index out of range [5] with length 3
// f(s[5],g())                                           index out of range [5] with length 3
// *p=f()                         f                      invalid memory address or nil pointer dereference
// *fp()=f()                      p a b                  invalid memory address or nil pointer dereference
// fp().x=f()                     p f                    invalid memory address or nil pointer dereference
// p.x+f()                        f                      invalid memory address or nil pointer dereference
// m[k]=f() nilmap                k v                    assignment to entry in nil map
// fm()[k]=v                      m k v                  assignment to entry in nil map
// m[unh]=f()                     v                      hash of unhashable type []int
// m[k]=s[5] no insert            0                      index out of range [5] with length 3
// m[k]/=0 no insert              0                      integer divide by zero
// m[k]%=0 no insert              0                      integer divide by zero
// m[k]<<=-1                      1                      negative shift amount
// m[k]+=s[5]                     0                      index out of range [5] with length 3
// m[k]=append(m[k],s[5])         0                      index out of range [5] with length 3
// m[k]++ nil                     k                      assignment to entry in nil map
// a[i],a[j]=1,2 j oob            [1 0 0]                index out of range [5] with length 3
// a[oob],a[0]=1,2                [0 0 0]                index out of range [5] with length 3
// a[0],p.x=1,2 p nil             [1 0 0]                invalid memory address or nil pointer dereference
// p.x,a[0]=f,g                   f g                    invalid memory address or nil pointer dereference
// i,a[i]=1,2                     1 [2 0]                <nil>
// a[i],i=2,1                     1 [2 0]                <nil>
// i,a[i]=two()                   t 7 [8 0 0 0 0 0 0 0 0] <nil>
// a[f],a[g]=two()                i j t [0 7 8 0 0 0 0 0 0] <nil>
// a[oob],x=two()                 t 0                    index out of range [5] with length 1
// x,a[oob]=two()                 t 7                    index out of range [5] with length 1
// a,a=1,2                        1 2 2                  <nil>
// m[1],m[1]=                     map[1:2]               <nil>
// x,m[nil]=1,2                   1                      assignment to entry in nil map
// m[1],s[5]=1,2                  map[1:1]               index out of range [5] with length 3
// p,p.x (list walk)              2 9                    <nil>
// x=s[5]/0                                              index out of range [5] with length 3
// x=f()/0+s[5]                   f                      integer divide by zero
// s[5]+1/0                                              index out of range [5] with length 3
// 1/0+s[5]                                              integer divide by zero
// p.x+s[5]                                              invalid memory address or nil pointer dereference
// s[5]+p.x                                              index out of range [5] with length 3
// s[5]+m[unh]                                           index out of range [5] with length 3
// s[5]+len(s[9:])                                       slice bounds out of range [9:3]
// s[9:][f()]                                            slice bounds out of range [9:3]
// e.(int)+f()                                           interface conversion: interface {} is string, not int
// e.(*T).x+f()                   f                      interface conversion: interface {} is string, not *main.T
// nilmethod i.M(f())             f                      invalid memory address or nil pointer dereference
// nilfunc h(f())                 f                      invalid memory address or nil pointer dereference
// p.V() nil                                             invalid memory address or nil pointer dereference
// p.G()+f()                                             invalid memory address or nil pointer dereference
// f()+p.G()                      f                      invalid memory address or nil pointer dereference
// mv=p.V nil                                            invalid memory address or nil pointer dereference
// mv=p.P nil ok                  made                   <nil>
// mv=i.M nil                                            invalid memory address or nil pointer dereference
// defer nil                      body                   invalid memory address or nil pointer dereference
// defer i.M nil                                         invalid memory address or nil pointer dereference
// defer p.V nil                                         invalid memory address or nil pointer dereference
// defer f(s[5])                                         index out of range [5] with length 3
// defer args                     1 3                    <nil>
// defer h(f()) h changes         h1                     <nil>
// defer p.V(mod)                 {1 1}                  <nil>
// defer p.show                   a {9 1} 1              <nil>
// defer append-ish print         ok                     <nil>
// copy(f,g)                      a b                    <nil>
// s[i:j] order                   s i j                  slice bounds out of range [:1] with capacity 0
// s[i:j:k] order                 i j k                  slice bounds out of range [::99] with capacity 3
// arr idx two oob                j                      index out of range [5] with length 3
// shift neg                      f                      negative shift amount
// cmp iface unh                                         comparing uncomparable type []int
// struct copy nil                                       invalid memory address or nil pointer dereference
// _ = *nil                                              invalid memory address or nil pointer dereference
// _ = nil.x                                             invalid memory address or nil pointer dereference
// &nil.x                                                invalid memory address or nil pointer dereference
// &nilarr[i]                     i                      invalid memory address or nil pointer dereference
// nilarr[:]                                             invalid memory address or nil pointer dereference
// nilarr[i oob]                                         invalid memory address or nil pointer dereference
// len(nilarr)                    4                      <nil>
// range nilarr idx               0 1 2 3                <nil>
// range nilarr val                                      invalid memory address or nil pointer dereference
// maplit dup dyn                 k1 v1 k2 v2 map[1:2]   <nil>
// maplit unh                     k1 v1 v2               hash of unhashable type []int
// make neg                       l c                    makeslice: len out of range
// conv slice->arr                                       cannot convert slice with length 3 to pointer to array with length 4
// p.x,p.y=..op                   {2 1}                  <nil>
// swap a                         [2 1]                  <nil>
// named result defer             f 1 2                  <nil>
// named result call defer        f 1 2                  <nil>
// named a=,then panic            0 0                    <nil>
// result swap                    2 1                    <nil>
