package main

import "order/text"

type T struct{ x, y int }

var log []string

//go:noinline
func f(name string, v int) int { log = append(log, name); return v }

//go:noinline
func h3(a, b, c int) int { log = append(log, "h3"); return a + b + c }

func try(name string, fn func()) {
	log = nil
	defer func() {
		s := text.TrimPrefix(text.Sprint(recover()), "runtime error: ")
		text.Row(name, 26, text.Join(log, " ")+" | "+s)
	}()
	fn()
}

var z, g5, g9 = 0, 5, 9
var s3, t3 = []int{1, 2, 3}, []int{4, 5, 6}
var np *T
var nm map[int]int
var unh interface{} = []int{1}
var e interface{} = "str"
var big [4]T

func two() (int, int) { return f("t", 1), 2 }

func main() {
	try("s[5]=t[9]", func() { s3[g5] = t3[g9] })
	try("p.x=t[9]", func() { np.x = t3[g9] })
	try("s[5]=p.x", func() { s3[g5] = np.x })
	try("s[5]=1/z", func() { s3[g5] = 1 / z })
	try("s[5]+=1/z", func() { s3[g5] += 1 / z })
	try("s[5]/=z", func() { s3[g5] /= z })
	try("p.x/=z", func() { np.x /= z })
	try("s[5]=e.(int)", func() { s3[g5] = e.(int) })
	try("nm[1]=t[9]", func() { nm[1] = t3[g9] })
	try("nm[1]=1/z", func() { nm[1] = 1 / z })
	try("h3(t[9],1/z,f)", func() { h3(t3[g9], 1/z, f("f", 1)) })
	try("h3(1/z,t[9],e.(int))", func() { h3(1/z, t3[g9], e.(int)) })
	try("a,b=t[9],1/z", func() { a, b := t3[g9], 1/z; _, _ = a, b })
	try("s[5],p.x=1/z,2", func() { s3[g5], np.x = 1/z, 2 })
	try("s[0],s[5]=7,1/z", func() { defer func() { log = append(log, text.Sprint(s3)) }(); s3[0], s3[g5] = 7, 1/z })
	try("s[5],_=two()", func() { s3[g5], _ = two() })
	try("p.x,s[0]=two()", func() { np.x, s3[0] = two() })
	try("*p=T{f,t[9]}", func() { *np = T{f("f", 1), t3[g9]} })
	try("big[5]=T{f,1/z}", func() { big[g5] = T{f("f", 1), 1 / z} })
	try("s[5]=len(t[9:])", func() { s3[g5] = len(t3[g9:]) })
	try("s[f]=t[9] f logs", func() { s3[f("i", 5)] = t3[f("j", 9)] })
	try("str[9]+concat", func() { a := "ab"; b := text.Sprint("x"); log = append(log, a+b+string(b[g9])) })
	try("m[unh]=s[5]", func() { m := map[interface{}]int{}; m[unh] = s3[g5] })
	try("delete(m,unh) nil map", func() { var m map[interface{}]int; delete(m, unh) })
	try("m[unh] nil map", func() { var m map[interface{}]int; _ = m[unh] })
	try("m[unh] empty map", func() { m := map[interface{}]int{}; _ = m[unh] })
	try("if s[5]==1&&f()", func() {
		if s3[g5] == 1 && f("f", 1) == 1 {
		}
	})
	try("if f()==1&&s[5]", func() {
		if f("f", 1) == 1 && s3[g5] == 1 {
		}
	})
	try("for cond oob", func() {
		for i := 0; s3[i] > 0; i++ {
			log = append(log, text.Sprint(i))
		}
	})
	try("return s[5],f()", func() { func() (int, int) { return s3[g5], f("f", 1) }() })
	try("panic(nil ptr deref)", func() { panic(np.x) })
	try("switch oob tag", func() {
		switch s3[g5] {
		case f("a", 1):
		}
	})
	try("append(s,t[9])", func() { s := append(s3[:1], t3[g9]); _ = s })
	try("append(s[5:],f())", func() { s := append(s3[g5:], f("f", 1)); _ = s })
	try("copy(s[5:],f)", func() { copy(s3[g5:], func() []int { f("f", 1); return nil }()) })
	try("&T{s[5],f}", func() { p := &T{s3[g5], f("f", 1)}; _ = p })
	try("closure call oob arg", func() { func(a int) { log = append(log, "in") }(s3[g5]) })
	try("uint8 conv idx", func() { var a [256]int; var i uint8 = 255; i++; log = append(log, text.Sprint(a[i], a[uint8(g5*100)])) })
	try("int8 neg idx", func() { i := int8(-1); log = append(log, text.Sprint(s3[i])) })
	try("uint64 idx", func() { i := ^uint64(0); log = append(log, text.Sprint(s3[i])) })
	try("slice 2:1", func() { a, b := 2, 1; _ = s3[a:b] })
	try("slice :-1", func() { b := -1 + z; _ = s3[:b] })
	try("arr slice :5", func() { var a [3]int; _ = a[:g5] })
	try("str slice 5:", func() { s := "abc"; log = append(log, s[g5:]) })
	try("str slice 2:1", func() { s := "abc"; a, b := 2, 1; log = append(log, s[a:b]) })
	try("string idx neg", func() { s := "abc"; i := -1 + z; _ = s[i] })
	try("make slice cap<len", func() { n := 2 + z; _ = make([]int, 5, n) })
	try("make map neg", func() { _ = make(map[int]int, -1+z); log = append(log, "ok") })
}

// Stderr:
// s[5]=t[9]                   | index out of range [9] with length 3
// p.x=t[9]                    | index out of range [9] with length 3
// s[5]=p.x                    | invalid memory address or nil pointer dereference
// s[5]=1/z                    | integer divide by zero
// s[5]+=1/z                   | index out of range [5] with length 3
// s[5]/=z                     | index out of range [5] with length 3
// p.x/=z                      | invalid memory address or nil pointer dereference
// s[5]=e.(int)                | interface conversion: interface {} is string, not int
// nm[1]=t[9]                  | index out of range [9] with length 3
// nm[1]=1/z                   | integer divide by zero
// h3(t[9],1/z,f)             f | index out of range [9] with length 3
// h3(1/z,t[9],e.(int))        | interface conversion: interface {} is string, not int
// a,b=t[9],1/z                | index out of range [9] with length 3
// s[5],p.x=1/z,2              | integer divide by zero
// s[0],s[5]=7,1/z            [1 2 3] | integer divide by zero
// s[5],_=two()               t | index out of range [5] with length 3
// p.x,s[0]=two()             t | invalid memory address or nil pointer dereference
// *p=T{f,t[9]}               f | index out of range [9] with length 3
// big[5]=T{f,1/z}            f | integer divide by zero
// s[5]=len(t[9:])             | slice bounds out of range [9:3]
// s[f]=t[9] f logs           i j | index out of range [9] with length 3
// str[9]+concat               | index out of range [9] with length 1
// m[unh]=s[5]                 | index out of range [5] with length 3
// delete(m,unh) nil map       | hash of unhashable type []int
// m[unh] nil map              | hash of unhashable type []int
// m[unh] empty map            | hash of unhashable type []int
// if s[5]==1&&f()             | index out of range [5] with length 3
// if f()==1&&s[5]            f | index out of range [5] with length 3
// for cond oob               0 1 2 | index out of range [3] with length 3
// return s[5],f()            f | index out of range [5] with length 3
// panic(nil ptr deref)        | invalid memory address or nil pointer dereference
// switch oob tag              | index out of range [5] with length 3
// append(s,t[9])              | index out of range [9] with length 3
// append(s[5:],f())           | slice bounds out of range [5:3]
// copy(s[5:],f)               | slice bounds out of range [5:3]
// &T{s[5],f}                 f | index out of range [5] with length 3
// closure call oob arg        | index out of range [5] with length 3
// uint8 conv idx             0 0 | <nil>
// int8 neg idx                | index out of range [-1]
// uint64 idx                  | index out of range [18446744073709551615] with length 3
// slice 2:1                   | slice bounds out of range [2:1]
// slice :-1                   | slice bounds out of range [:-1]
// arr slice :5                | slice bounds out of range [:5] with length 3
// str slice 5:                | slice bounds out of range [5:3]
// str slice 2:1               | slice bounds out of range [2:1]
// string idx neg              | index out of range [-1]
// make slice cap<len          | makeslice: cap out of range
// make map neg               ok | <nil>
