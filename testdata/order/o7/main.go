package main

import "order/text"

type A struct {
	a interface{}
	b int
}
type B struct {
	b int
	a interface{}
}
type C struct {
	s string
	b int
	f float64
	_ int
}

//go:noinline
func eqA(x, y A) bool { return x == y }

//go:noinline
func eqB(x, y B) bool { return x == y }

//go:noinline
func eqC(x, y C) bool { return x == y }

//go:noinline
func eqArr(x, y [3]interface{}) bool { return x == y }
func try(n string, f func() bool) {
	defer func() {
		if e := recover(); e != nil {
			text.Row(n, 0, text.Sprint(e))
		}
	}()
	text.Row(n, 0, text.Sprint(f()))
}
func main() {
	u := interface{}([]int{1})
	try("A unh, b differs", func() bool { return eqA(A{u, 1}, A{u, 2}) })
	try("B b differs, unh", func() bool { return eqB(B{1, u}, B{2, u}) })
	try("B b same, unh", func() bool { return eqB(B{1, u}, B{1, u}) })
	try("A typ differs", func() bool { return eqA(A{u, 1}, A{1, 1}) })
	z := 0.0
	try("C nan", func() bool { c := C{"a", 1, z / z, 5}; return eqC(c, c) })
	try("C blank", func() bool { c := C{"a", 1, 0, 5}; d := C{"a", 1, -z, 6}; return eqC(c, d) })
	try("arr unh late", func() bool { return eqArr([3]interface{}{1, u, 3}, [3]interface{}{1, u, 4}) })
	try("arr differ first", func() bool { return eqArr([3]interface{}{1, u, 3}, [3]interface{}{2, u, 3}) })
	try("arr differ later", func() bool { return eqArr([3]interface{}{u, 1, 3}, [3]interface{}{u, 2, 3}) })
	try("arr type differs later", func() bool { return eqArr([3]interface{}{u, 1, 3}, [3]interface{}{u, "x", 3}) })
	try("iface A vs A", func() bool { var p, q interface{} = A{u, 1}, A{u, 2}; return p == q })
	try("map key", func() bool { m := map[interface{}]int{}; m[A{u, 1}] = 1; return true })
	try("iface nil vs", func() bool { var p interface{}; return p == u })
	try("iface arr types", func() bool { var p, q interface{} = [1]int{1}, [1]int{1}; return p == q })
	try("func iface", func() bool { var p interface{} = func() {}; return p == p })
}

// Stderr:
// A unh, b differs runtime error: comparing uncomparable type []int
// B b differs, unh false
// B b same, unh runtime error: comparing uncomparable type []int
// A typ differs false
// C nan false
// C blank true
// arr unh late runtime error: comparing uncomparable type []int
// arr differ first false
// arr differ later runtime error: comparing uncomparable type []int
// arr type differs later runtime error: comparing uncomparable type []int
// iface A vs A runtime error: comparing uncomparable type []int
// map key runtime error: hash of unhashable type []int
// iface nil vs false
// iface arr types true
// func iface runtime error: comparing uncomparable type func()
