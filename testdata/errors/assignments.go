// flags: -e
// Assignments, short declarations, returns.
package p

type T struct {
	f int
	n struct{ g int }
	a [3]int
}

func (T) M()  {}
func (*T) P() {}

type I interface{ M() }
type J interface {
	M()
	N(int) string
}
type N struct{}

func (N) N(string) int { return 0 }
func (N) m()           {}
func (N) M()           {}

type C struct{}

func (C) m()            {}
func (*C) N(int) string { return "" }

var (
	i   int
	i8  int8
	s   string
	fl  float64
	p   *int
	e   interface{}
	it  I
	jt  J
	t   T
	pt  *T
	pi  *I
	m   map[string]T
	mp  map[string]*T
	sl  []int
	arr [3]int
	fn  func() T
	ch  chan int
	rch <-chan int
)

const k = 1

func noValue()
func one() int
func two() (int, string)
func three() (int, int, int)

func assign() {
	i = "a" // ERROR "cannot use .a. \(untyped string constant\) as int value in assignment"
	i = s // ERROR "cannot use s \(variable of type string\) as type int in assignment"
	i = 1.5 // ERROR "cannot use 1\.5 \(untyped float constant\) as int value in assignment \(truncated\)"
	i = 1 << 70 // ERROR "cannot use 1 << 70 \(untyped int constant 1180591620717411303424\) as int value in assignment \(overflows\)"
	i8 = 128 // ERROR "cannot use 128 \(untyped int constant\) as int8 value in assignment \(overflows\)"
	i = nil // ERROR "cannot use nil as int value in assignment"
	p = nil
	p = 0 // ERROR "cannot use 0 \(untyped int constant\) as \*int value in assignment"
	s = 'a' // ERROR "cannot use 'a' \(untyped rune constant 97\) as string value in assignment"
	e = nil
	e = i
	it = t
	it = pt
	it = i // ERROR "cannot use i \(variable of type int\) as type I in assignment:\n\tint does not implement I \(missing M method\)"
	it = pi // ERROR "cannot use pi \(variable of type \*I\) as type I in assignment:\n\t\*I does not implement I \(type \*I is pointer to interface, not interface\)"
	pi = it // ERROR "cannot use it \(variable of type I\) as type \*I in assignment:\n\tI does not implement \*I \(type \*I is pointer to interface, not interface\)"
	pi = t // ERROR "cannot use t \(variable of type T\) as type \*I in assignment:\n\tT does not implement \*I \(type \*I is pointer to interface, not interface\)"
	pi = i // ERROR "cannot use i \(variable of type int\) as type \*I in assignment:\n\tint does not implement \*I \(type \*I is pointer to interface, not interface\)"
	jt = t // ERROR "cannot use t \(variable of type T\) as type J in assignment:\n\tT does not implement J \(missing N method\)"
	jt = N{} // ERROR "cannot use N\{\} \(value of type N\) as type J in assignment:\n\tN does not implement J \(wrong type for N method\)\n\t\thave N\(string\) int\n\t\twant N\(int\) string"
	jt = C{} // ERROR "cannot use C\{\} \(value of type C\) as type J in assignment:\n\tC does not implement J \(missing M method\)\n\t\thave m\(\)\n\t\twant M\(\)"
	jt = &C{} // ERROR "cannot use &C\{\} \(value of type \*C\) as type J in assignment:\n\t\*C does not implement J \(missing M method\)\n\t\thave m\(\)\n\t\twant M\(\)"
	jt = it // ERROR "cannot use it \(variable of type I\) as type J in assignment:\n\tI does not implement J \(missing N method\)"
	it = jt
	t = it // ERROR "cannot use it \(variable of type I\) as type T in assignment:\n\tneed type assertion"
	i = e // ERROR "cannot use e \(variable of type interface\{\}\) as type int in assignment:\n\tneed type assertion"
	rch = ch
	ch = rch // ERROR "cannot use rch \(variable of type <-chan int\) as type chan int in assignment"
	i, s = 1 // ERROR "assignment mismatch: 2 variables but 1 value"
	i, s = two()
	s, i = two() // ERROR "cannot use two\(\) \(value of type int\) as type string in assignment" "cannot use two\(\) \(value of type string\) as type int in assignment"
	i, s = three() // ERROR "assignment mismatch: 2 variables but three returns 3 values"
	i = two() // ERROR "assignment mismatch: 1 variable but two returns 2 values"
	i = noValue() // ERROR "noValue\(\) \(no value\) used as value"
	i, s = 1, 2, 3 // ERROR "assignment mismatch: 2 variables but 3 values"
	i, s = 1, 2 // ERROR "cannot use 2 \(untyped int constant\) as string value in assignment"
	i, i8 = one() // ERROR "assignment mismatch: 2 variables but one returns 1 value"
	i, s = e.(int) // ERROR "cannot use e\.\(int\) \(untyped bool value\) as string value in assignment"
	i, ok := e.(int)
	i, ok = m["a"] // ERROR "cannot use m\[.a.\] \(value of type T\) as type int in assignment"
	t, ok = m["a"]
	t, ok = m["a"], 1 // ERROR "cannot use 1 \(untyped int constant\) as bool value in assignment"
	i, s = <-ch // ERROR "cannot use <-ch \(untyped bool value\) as string value in assignment"
	_ = nil // ERROR "use of untyped nil in assignment to _ identifier"
	_ = noValue() // ERROR "noValue\(\) \(no value\) used as value"
	_ = two() // ERROR "assignment mismatch: 1 variable but two returns 2 values"
	_, _ = two(), 1 // ERROR "multiple-value two\(\) \(value of type \(int, string\)\) in single-value context"
	_ = int // ERROR "int \(type\) is not an expression"
	_ = len // ERROR "len \(built-in\) must be called"
	_ = _ // ERROR "cannot use _ as value or type"
	i = _ // ERROR "cannot use _ as value or type"
	_ = 1 << 100 // ERROR "cannot use 1 << 100 \(untyped int constant 1267650600228229401496703205376\) as int value in assignment to _ identifier \(overflows\)"
	k = 2 // ERROR "cannot assign to k \(untyped int constant 1\)"
	1 = i // ERROR "cannot assign to 1 \(untyped int constant\)"
	nil = nil // ERROR "cannot assign to nil"
	s[0] = 1 // ERROR "cannot assign to s\[0\] \(value of type byte\)"
	m["a"] = t
	m["a"].f = 1 // ERROR "cannot assign to struct field m\[.a.\]\.f in map"
	m["a"].n.g = 1 // ERROR "cannot assign to m\[.a.\]\.n\.g \(value of type int\)"
	m["a"].a[0] = 1 // ERROR "cannot assign to m\[.a.\]\.a\[0\] \(value of type int\)"
	mp["a"].f = 1
	fn().f = 1 // ERROR "cannot assign to fn\(\)\.f \(value of type int\)"
	fn() = t // ERROR "cannot assign to fn\(\) \(value of type T\)"
	t.f = "a" // ERROR "cannot use .a. \(untyped string constant\) as int value in assignment"
	t.M = nil // ERROR "cannot assign to t\.M \(value of type func\(\)\)"
	pt.f = 1
	*p = "a" // ERROR "cannot use .a. \(untyped string constant\) as int value in assignment"
	*i = 1 // ERROR "invalid operation: cannot indirect i \(variable of type int\)"
	sl[0] = "a" // ERROR "cannot use .a. \(untyped string constant\) as int value in assignment"
	sl["a"] = 1 // ERROR "cannot convert .a. \(untyped string constant\) to int"
	arr[5] = 1 // ERROR "invalid argument: index 5 out of bounds \[0:3\]"
	(i) = 1
	(i), (s) = 1, 2 // ERROR "cannot use 2 \(untyped int constant\) as string value in assignment"
	i++
	s++ // ERROR "invalid operation: s\+\+ \(non-numeric type string\)"
	t.f++
	m["a"]++ // ERROR "invalid operation: m\[.a.\]\+\+ \(non-numeric type T\)"
	k++ // ERROR "cannot assign to k \(untyped int constant 1\)"
	1++ // ERROR "cannot assign to 1 \(untyped int constant\)"
	*p++
	sl-- // ERROR "invalid operation: sl-- \(non-numeric type \[\]int\)"
	i += 1
	undefined1 = 1 // ERROR "undefined: undefined1"
	i = undefined2 // ERROR "undefined: undefined2"
	undefined3, i = undefined4, 1 // ERROR "undefined: undefined3" "undefined: undefined4"
	int = 1 // ERROR "int \(type\) is not an expression"
	noValue = nil // ERROR "cannot assign to noValue \(value of type func\(\)\)"
	len = nil // ERROR "len \(built-in\) must be called"
	one() += 1 // ERROR "cannot assign to one\(\) \(value of type int\)"
	true = false // ERROR "cannot assign to true \(untyped bool constant\)"
	x.y = 1 // ERROR "undefined: x"
	sl[1:] = nil // ERROR "cannot assign to sl\[1:\] \(value of type \[\]int\)"
	t.zz = 1 // ERROR "t\.zz undefined \(type T has no field or method zz\)"
}

func short() {
	a := 1
	a := 2 // ERROR "no new variables on left side of :="
	a, b := 3, "x"
	a, b := 3, 4 // ERROR "no new variables on left side of :=" "cannot use 4 \(untyped int constant\) as string value in assignment"
	c, c := 1, 2 // ERROR "c declared but not used" "c repeated on left side of :="
	a.x := 1 // ERROR "non-name a\.x on left side of :=" "a\.x undefined \(type int has no field or method x\)"
	t.f, d := 1, 2 // ERROR "non-name t\.f on left side of :=" "d declared but not used"
	_ := 1 // ERROR "no new variables on left side of :="
	_, _ := 1, 2 // ERROR "no new variables on left side of :="
	f, g := 1 // ERROR "assignment mismatch: 2 variables but 1 value"
	h := noValue() // ERROR "noValue\(\) \(no value\) used as value"
	j, l := two() // ERROR "j declared but not used" "l declared but not used"
	n := nil // ERROR "use of untyped nil in assignment"
	o := two() // ERROR "assignment mismatch: 1 variable but two returns 2 values"
	q, r := two(), 1 // ERROR "multiple-value two\(\) \(value of type \(int, string\)\) in single-value context"
	int := 1 // ERROR "int declared but not used"
	u := u // ERROR "undefined: u"
	v, w := w, v // ERROR "undefined: w" "undefined: v"
	len := len // ERROR "len \(built-in\) must be called"
	x, y, z := three()
	x, y, z := two() // ERROR "no new variables on left side of :=" "assignment mismatch: 3 variables but two returns 2 values"
	aa := func() { aa() } // ERROR "aa declared but not used" "undefined: aa"
	bb, cc := 1, undefined1 // ERROR "undefined: undefined1"
	dd := dd.x // ERROR "undefined: dd"
	1, ee := 1, 2 // ERROR "non-name 1 on left side of :=" "ee declared but not used"
}

func unused() {
	a := 1 // ERROR "a declared but not used"
	var b int // ERROR "b declared but not used"
	c, d := 1, 2 // ERROR "c declared but not used" "d declared but not used"
	c = 3
	var e, f = 1, "a" // ERROR "e declared but not used"
	_ = f
	g := T{}
	g.f = 1
	h := &g // ERROR "h declared but not used"
	h = nil
	k := []int{}
	k[0] = 1
	l := 1
	l++
	n := 1
	n += 1
	func() { o := 1; a = 2 }() // ERROR "o declared but not used"
	{
		q := 1 // ERROR "q declared but not used"
	}
	if r := 1; true { // ERROR "r declared but not used"
	}
	for u := 0; ; { // ERROR "u declared but not used"
	}
	var v int // ERROR "v declared but not used"
	(v) = 1
	w := func() { w := 1 } // ERROR "w declared but not used"
	switch x := 1; { // ERROR "x declared but not used"
	}
	const y = 1
	type z int
}

func returns() (int, string) {
	return // ERROR "not enough return values\n\thave \(\)\n\twant \(int, string\)"
	return 1 // ERROR "not enough return values\n\thave \(number\)\n\twant \(int, string\)"
	return 1, "a"
	return 1, 2 // ERROR "cannot use 2 \(untyped int constant\) as string value in return statement"
	return "a", "b" // ERROR "cannot use .a. \(untyped string constant\) as int value in return statement"
	return 1, "a", 2 // ERROR "too many return values\n\thave \(number, string, number\)\n\twant \(int, string\)"
	return two()
	return three() // ERROR "too many return values\n\thave \(int, int, int\)\n\twant \(int, string\)"
	return noValue() // ERROR "noValue\(\) \(no value\) used as value"
	return one() // ERROR "not enough return values\n\thave \(int\)\n\twant \(int, string\)"
	return one(), s
	return nil, nil // ERROR "cannot use nil as int value in return statement" "cannot use nil as string value in return statement"
	return undefined1, "a" // ERROR "undefined: undefined1"
	return undefined1 // ERROR "undefined: undefined1"
}

func returns1() int {
	return // ERROR "not enough return values\n\thave \(\)\n\twant \(int\)"
	return 1.5 // ERROR "cannot use 1\.5 \(untyped float constant\) as int value in return statement \(truncated\)"
	return 1, 2 // ERROR "too many return values\n\thave \(number, number\)\n\twant \(int\)"
	return noValue() // ERROR "noValue\(\) \(no value\) used as value"
	return two() // ERROR "too many return values\n\thave \(int, string\)\n\twant \(int\)"
	return int // ERROR "int \(type\) is not an expression"
	return e // ERROR "cannot use e \(variable of type interface\{\}\) as type int in return statement:\n\tneed type assertion"
}

func returns0() {
	return
	return 1 // ERROR "too many return values\n\thave \(number\)\n\twant \(\)"
	return noValue() // ERROR "noValue\(\) \(no value\) used as value"
	return 1, 2 // ERROR "too many return values\n\thave \(number, number\)\n\twant \(\)"
	return nil // ERROR "too many return values\n\thave \(nil\)\n\twant \(\)"
	return undefined1 // ERROR "undefined: undefined1"
}

func named() (x int, err error) {
	{
		x := 1 // ERROR "x declared but not used"
		return // ERROR "result parameter x not in scope at return\n\tLINE-1:3: inner declaration of var x int"
	}
	if x, err := 1, 2; x > err {
		return // ERROR "result parameter x not in scope at return\n\tLINE-1:5: inner declaration of var x int" "result parameter err not in scope at return\n\tLINE-1:8: inner declaration of var err error"
	}
	func() { var err int; return }() // ERROR "err declared but not used"
	for err := range sl { // ERROR "err declared but not used"
		return // ERROR "result parameter err not in scope at return\n\tLINE-1:6: inner declaration of var err error"
	}
	return
}

func wrap() (error, interface{}) {
	return "a", 1 // ERROR "cannot use .a. \(constant of type string\) as type error in return statement:\n\tstring does not implement error \(missing Error method\)"
	return i, nil // ERROR "cannot use i \(variable of type int\) as type error in return statement:\n\tint does not implement error \(missing Error method\)"
}

var v1, v2 = 1 // ERROR "assignment mismatch: 2 variables but 1 value"
var v3, v4 = two()
var v5, v6 int = two() // ERROR "cannot use two\(\) \(value of type string\) as type int in assignment"
var v7 = noValue() // ERROR "noValue\(\) \(no value\) used as value"
var v8 = nil // ERROR "use of untyped nil in variable declaration"
var v9 int = nil // ERROR "cannot use nil as int value in variable declaration"
var v10 error = "a" // ERROR "cannot use .a. \(constant of type string\) as type error in variable declaration:\n\tstring does not implement error \(missing Error method\)"
var v11 I = N{}
var v12, v13, v14 = two() // ERROR "assignment mismatch: 3 variables but two returns 2 values"
var v15 = two() // ERROR "multiple-value two\(\) \(value of type \(int, string\)\) in single-value context"
var v16, v17 = e.(int)
var v18, v19 string = e.(string) // ERROR "cannot use e\.\(string\) \(untyped bool value\) as string value in assignment"
var v20 = undefined5 // ERROR "undefined: undefined5"
