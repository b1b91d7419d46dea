package main

import "order/text"

type S struct{ a, b, c int }
type P struct{ x int }

func (p *P) Add(n int) int { return p.x + n }
func (p P) Val(n int) int  { return p.x + n }

type I interface{ Val(int) int }

var log string

func t(s string) { log += s }
func show(name string, v ...interface{}) {
	s := ""
	for _, x := range v {
		s += text.Sprint(x) + " "
	}
	text.Row(name, 28, s+"| "+log)
	log = ""
}

//go:noinline
func two(a, b int) (int, int) { return a, b }

//go:noinline
func strs(a, b string) string { return a + "," + b }

var gx int
var gs []int
var gstr string
var gS S
var gp *P
var gh func(int) int
var gi I
var gm map[int]int
var gb []byte
var ga [3]int

//go:noinline
func setx() int { gx = 100; return 1 }

func other(v interface{}) string {
	switch v := v.(type) {
	case S:
		return "{" + text.Sprint(v.a, v.b, v.c) + "}"
	case *S:
		return "&" + other(*v)
	}
	return ""
}

func main() {
	text.Other = other
	// 1 variable then call
	gx = 1
	r := gx + setx()
	show("x+f()", r)
	gx = 1
	r = setx() + gx
	show("f()+x", r)
	gx = 1
	a, b := two(gx, setx())
	show("call(x,f())", a, b)
	gx = 1
	aa := [2]int{gx, setx()}
	show("[2]int{x,f()}", aa)
	gx = 1
	sl := []int{gx, setx()}
	show("[]int{x,f()}", sl)
	gx = 1
	ss := S{gx, setx(), gx}
	show("S{x,f(),x}", ss)
	gx = 1
	ps := &S{gx, setx(), gx}
	show("&S{x,f(),x}", *ps)
	gx = 1
	mm := map[int]int{gx: setx(), 7: gx}
	show("map{x:f(),7:x}", mm)
	gx = 1
	gx += setx()
	show("x += f()", gx)
	gx = 1
	a, b = gx, setx()
	show("a,b = x,f()", a, b)
	gx = 1
	a, b = func() (int, int) { return gx, setx() }()
	show("return x,f()", a, b)
	// locals captured by reference
	lx := 1
	fl := func() int { lx = 100; return 1 }
	r = lx + fl()
	show("localx+closure()", r)
	lx = 1
	r = lx + func() int { lx = 100; return 1 }()
	show("localx+func(){}()", r)
	lx = 1
	y := lx * 2 / fl()
	show("lx*2/f()", y)
	// len
	gs = []int{1, 2, 3}
	fs := func() int { gs = []int{9}; return 0 }
	r = len(gs) + fs()
	show("len(s)+f()", r)
	gs = []int{1, 2, 3}
	r = gs[0] + fs()
	show("s[0]+f()", r)
	gs = []int{1, 2, 3}
	q := append(gs, fs(), 5)
	show("append(s,f(),5)", q)
	gs = []int{1, 2, 3}
	gs = append(gs, fs())
	show("s=append(s,f())", gs)
	gs = []int{1, 2, 3}
	w := text.Sprint(gs[1:], fs())
	show("Sprint(s[1:],f())", w)
	gs = []int{1, 2, 3}
	w = text.Sprint(gs, fs())
	show("Sprint(s,f())", w)
	// strings
	gstr = "a"
	fstr := func() string { gstr = "Z"; return "f" }
	w = gstr + fstr()
	show("str+f()", w)
	gstr = "a"
	w = gstr + "x" + fstr() + gstr
	show("str+x+f()+str", w)
	gstr = "a"
	gstr += fstr()
	show("str+=f()", gstr)
	gb = []byte("abc")
	w = string(gb) + func() string { gb[0] = 'X'; return "f" }()
	show("string(b)+f()", w)
	gstr = "abc"
	w = strs(gstr[1:], fstr())
	show("call(str[1:],f())", w)
	gstr = "abc"
	bb := text.Sprint([]byte(gstr), fstr())
	show("Sprint([]byte(str),f())", bb)
	// iface conv
	gx = 1
	w = text.Sprint(gx, setx())
	show("Sprint(globx,f())", w)
	lx = 1
	w = text.Sprint(lx, fl())
	show("Sprint(lx,fl())", w)
	gS = S{1, 2, 3}
	w = text.Sprint(gS, func() int { gS = S{}; return 1 }())
	show("Sprint(globS,f())", w)
	lS := S{1, 2, 3}
	fS := func() int { lS = S{}; return 1 }
	w = text.Sprint(lS, fS())
	show("Sprint(localS,f())", w)
	// methods
	gp = &P{1}
	r = gp.Add(func() int { gp = &P{100}; return 1 }())
	show("p.Add(f())", r)
	gp = &P{1}
	r = gp.Val(func() int { gp = &P{100}; return 1 }())
	show("p.Val(f())", r)
	gp = &P{1}
	r = gp.Val(func() int { gp.x = 100; return 1 }())
	show("p.Val(f() mod *p)", r)
	gi = P{1}
	r = gi.Val(func() int { gi = P{100}; return 1 }())
	show("i.Val(f())", r)
	gh = func(x int) int { return x + 1000 }
	r = gh(func() int { gh = func(x int) int { return x + 2000 }; return 1 }())
	show("h(f())", r)
	gp = &P{1}
	mv := []interface{}{gp.Val, func() int { gp = &P{100}; return 1 }()}
	show("{p.Val,f()}", mv[0].(func(int) int)(0))
	// deref / fields / arrays / maps
	gp = &P{1}
	r = gp.x + func() int { gp = &P{100}; return 1 }()
	show("p.x+f()", r)
	ga = [3]int{1, 2, 3}
	r = ga[0] + func() int { ga[0] = 100; return 1 }()
	show("arr[0]+f()", r)
	gm = map[int]int{1: 1}
	r = gm[1] + func() int { gm[1] = 100; return 1 }()
	show("m[1]+f()", r)
	// && ||
	gx = 1
	bo := gx == 1 && setx() == 1 && gx == 100
	show("x==1&&f()&&x==100", bo)
	gx = 1
	bo2 := [2]bool{gx == 1, setx() == 1}
	show("{x==1,f()==1}", bo2)
	gx = 1
	bo3 := [2]bool{gx == 1 && true == (gx < 5), setx() == 1}
	show("{x==1&&..,f()==1}", bo3)
	// type assertion
	var e interface{} = 1
	fe := func() int { e = 100; return 1 }
	r = e.(int) + fe()
	show("e.(int)+f()", r)
	var ep interface{} = &P{1}
	fep := func() int { ep = &P{100}; return 1 }
	r = ep.(*P).x + fep()
	show("e.(*P).x+f()", r)
	// complex/real
	gx = 1
	c := complex(float64(gx), float64(setx()))
	show("complex(x,f())", c)
	// compare arrays
	ga = [3]int{1, 2, 3}
	bq := ga == func() [3]int { ga = [3]int{4, 5, 6}; return ga }()
	show("arr==f()", bq)
	// index with var
	gx = 0
	arr := [101]int{0: 5, 100: 6}
	r = arr[gx] + setx()
	show("arr[x]+f()", r)
	gx = 0
	arr[gx] = setx()
	show("arr[x]=f()", arr[0], arr[100])
	arr = [101]int{0: 5, 100: 6}
	gx = 0
	arr[gx] += setx()
	show("arr[x]+=f()", arr[0], arr[100])
	gx = 0
	arr = [101]int{}
	arr[gx], r = setx(), gx
	show("arr[x],r=f(),x", arr[0], arr[100], r)
	// conversions
	gx = 1
	fl2 := []float64{float64(gx), float64(setx())}
	show("{float64(x),float64(f())}", fl2)
	gx = 1
	w = text.Sprint(string(rune(gx+64)), " ", setx())
	show("Sprintf(string(rune(x+64)),f())", w)
}

// Stderr:
// x+f()                        101 |
// f()+x                        101 |
// call(x,f())                  100 1 |
// [2]int{x,f()}                [100 1] |
// []int{x,f()}                 [100 1] |
// S{x,f(),x}                   {100 1 100} |
// &S{x,f(),x}                  {100 1 100} |
// map{x:f(),7:x}               map[7:100 100:1] |
// x += f()                     101 |
// a,b = x,f()                  100 1 |
// return x,f()                 100 1 |
// localx+closure()             101 |
// localx+func(){}()            101 |
// lx*2/f()                     200 |
// len(s)+f()                   3 |
// s[0]+f()                     9 |
// append(s,f(),5)              [9 0 5] |
// s=append(s,f())              [9 0] |
// Sprint(s[1:],f())            [2 3] 0 |
// Sprint(s,f())                [9] 0 |
// str+f()                      Zf |
// str+x+f()+str                ZxfZ |
// str+=f()                     Zf |
// string(b)+f()                Xbcf |
// call(str[1:],f())            bc,f |
// Sprint([]byte(str),f())      [97 98 99]f |
// Sprint(globx,f())            100 1 |
// Sprint(lx,fl())              100 1 |
// Sprint(globS,f())            {0 0 0} 1 |
// Sprint(localS,f())           {1 2 3} 1 |
// p.Add(f())                   101 |
// p.Val(f())                   101 |
// p.Val(f() mod *p)            101 |
// i.Val(f())                   101 |
// h(f())                       2001 |
// {p.Val,f()}                  1 |
// p.x+f()                      101 |
// arr[0]+f()                   101 |
// m[1]+f()                     101 |
// x==1&&f()&&x==100            true |
// {x==1,f()==1}                [false true] |
// {x==1&&..,f()==1}            [true true] |
// e.(int)+f()                  2 |
// e.(*P).x+f()                 101 |
// complex(x,f())               (100+1i) |
// arr==f()                     true |
// arr[x]+f()                   7 |
// arr[x]=f()                   5 1 |
// arr[x]+=f()                  5 7 |
// arr[x],r=f(),x               0 1 100 |
// {float64(x),float64(f())}    [100 1] |
// Sprintf(string(rune(x+64)),f()) ¤ 1 |
