// == on structs, arrays, interfaces; the order of their comparisons.
package main

import "unsafe"

type plain struct{ a, b int32 }
type padded struct {
	a int8
	b int64
}
type strs struct {
	a int
	s string
	b int
}
type floats struct {
	f float64
	g float32
}
type blank struct {
	a int
	_ int
	b int
}
type ifaces struct {
	n int
	e interface{}
}
type five struct {
	a string
	b float64
	c interface{}
	d complex64
	e [3]string
}

func try(name string, f func() bool) {
	defer func() {
		if r := recover(); r != nil {
			println(name, r.(error).Error())
		}
	}()
	println(name, f())
}

//go:noinline
func id(s string) string { return s + "" }

func main() {
	println(plain{1, 2} == plain{1, 2}, plain{1, 2} == plain{1, 3})
	println(padded{1, 2} == padded{1, 2}, padded{1, 2} != padded{2, 2})
	println(strs{1, id("a"), 2} == strs{1, "a", 2}, strs{1, "a", 2} == strs{1, "b", 2})
	zero := 0.0
	nan := zero / zero
	println(floats{zero, 1} == floats{-zero, 1}, floats{nan, 1} == floats{nan, 1})
	println(blank{1, 2, 3} == blank{1, 9, 3}, blank{1, 2, 3} == blank{1, 2, 4})
	println([3]int{1, 2, 3} == [3]int{1, 2, 3}, [2]string{"a", "b"} == [2]string{"a", "c"})
	println([0]int{} == [0]int{}, struct{}{} == struct{}{})
	println([2]float64{0, nan} == [2]float64{0, nan}, [2]float64{0, 1} == [2]float64{-zero, 1})
	a := five{"a", 1, 2, 3, [3]string{"x", "y", "z"}}
	b := a
	println(a == b)
	b.e[2] = "w"
	println(a == b)
	b = a
	b.c = "2"
	println(a == b)
	arr := [2]five{a, a}
	brr := arr
	println(arr == brr)
	brr[1].b = 2
	println(arr == brr, arr != brr)

	f := []int{1}
	try("first", func() bool { return ifaces{1, f} == ifaces{2, f} })
	try("second", func() bool { return ifaces{1, f} == ifaces{1, f} })
	try("types", func() bool { return ifaces{1, f} == ifaces{1, 5} })
	try("array", func() bool { return [2]interface{}{f, 1} == [2]interface{}{f, "a"} })
	try("array2", func() bool { return [2]interface{}{f, 1} == [2]interface{}{f, 2} })
	m := map[interface{}]int{}
	try("key", func() bool { m[f] = 1; return true })
	try("struct key", func() bool { m[ifaces{1, f}] = 1; return true })
	try("func", func() bool { return m[func() {}] == 0 })
	mk := map[five]int{a: 1}
	b = a
	println(mk[b], mk[five{}])
	mb := map[blank]int{{1, 2, 3}: 5}
	println(mb[blank{1, 7, 3}])
	mf := map[floats]int{{0, 0}: 1}
	println(mf[floats{-zero, 0}])
	ma := map[[2]interface{}]string{{1, "a"}: "x"}
	println(ma[[2]interface{}{1, "a"}])
	p, q := &a, &a
	println(p == q, p == new(five))
	quick()
}

type texts struct {
	s string
	i int
	t string
}

type mixed struct {
	i any
	s string
	f float64
}

// Strings are read only if nothing that is quicker to compare differs: these
// cannot be read.
func quick() {
	var bad, other string
	*(*[2]uintptr)(unsafe.Pointer(&bad)) = [2]uintptr{16, 3}
	*(*[2]uintptr)(unsafe.Pointer(&other)) = [2]uintptr{32, 3}
	x := texts{bad, 1, "a"}
	println(x == texts{other, 2, "a"}, x == texts{other, 1, "ab"}, texts{t: bad} == texts{t: "ab"})
	println(any(x) == any(texts{other, 2, "a"}), mixed{1, bad, 2} == mixed{1, other, 3},
		[2]texts{x, x} == [2]texts{{other, 3, "a"}, x})
	defer func() { println(recover().(error).Error()) }()
	println(mixed{1, bad, 2} == mixed{2, other, 2}, mixed{main, bad, 2} == mixed{main, other, 3})
}

// Stderr:
// true false
// true true
// true false
// true false
// true false
// true false
// true true
// false true
// true
// false
// false
// true
// false true
// first false
// second runtime error: comparing uncomparable type []int
// types false
// array runtime error: comparing uncomparable type []int
// array2 runtime error: comparing uncomparable type []int
// key runtime error: hash of unhashable type []int
// struct key runtime error: hash of unhashable type []int
// func runtime error: hash of unhashable type func()
// 1 0
// 5
// 1
// x
// true false
// false false false
// false false false
// runtime error: comparing uncomparable type func()
