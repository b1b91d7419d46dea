// flags: -e
// What can be done with values whose type is a type parameter.
package p

import "unsafe"

type Num interface{ ~int | ~float64 }
type Ints interface{ ~int | ~uint8 }
type Str interface{ ~string | ~[]byte }
type Seq interface{ []int | [4]int | string }
type Maps interface{ map[string]int | map[string]int8 }
type MyInts []int

func arith[T Num, I Ints, S ~string, A any, B ~bool](x, y T, i I, s S, a A, b B) {
	_ = x + y
	_ = x + 1
	_ = x + 1.5 // ERROR "cannot convert 1\.5 \(untyped float constant\) to T"
	_ = x % y // ERROR "invalid operation: operator % not defined on x \(variable of type T constrained by Num\)"
	_ = x << 1 // ERROR "invalid operation: shifted operand x \(variable of type T constrained by Num\) must be integer"
	_ = i << i
	_ = i << x // ERROR "invalid operation: shift count x \(variable of type T constrained by Num\) must be integer"
	_ = 1 << i
	_ = i + 256 // ERROR "cannot convert 256 \(untyped int constant\) to I"
	_ = i + 255
	_ = i / 0 // ERROR "invalid operation: division by zero"
	_ = x / 0
	_ = -x
	_ = ^x // ERROR "invalid operation: operator \^ not defined on x \(variable of type T constrained by Num\)"
	_ = ^i
	_ = !b
	_ = !a // ERROR "invalid operation: operator ! not defined on a \(variable of type A constrained by any\)"
	_ = s + s
	_ = s + "a"
	_ = s - s // ERROR "invalid operation: operator - not defined on s \(variable of type S constrained by ~string\)"
	_ = a + a // ERROR "invalid operation: operator \+ not defined on a \(variable of type A constrained by any\)"
	_ = x + i // ERROR "invalid operation: x \+ i \(mismatched types T and I\)"
	_ = x + 'a'
	_ = b && b
	_ = b && true
	x++
	a++ // ERROR "invalid operation: a\+\+ \(non-numeric type A\)"
	x += y
	x += a // ERROR "invalid operation: x \+= a \(mismatched types T and A\)"
	if b {
	}
	if a { // ERROR "non-boolean condition in if statement"
	}
	for b {
	}
	var _ T = 1
	var _ T = 1.5 // ERROR "cannot use 1\.5 \(untyped float constant\) as T value in variable declaration"
	var _ I = 300 // ERROR "cannot use 300 \(untyped int constant\) as I value in variable declaration"
	var _ A = nil // ERROR "cannot use nil as A value in variable declaration"
	var _ A = 1 // ERROR "cannot use 1 \(untyped int constant\) as A value in variable declaration"
	const c T = 1 // ERROR "invalid constant type T"
	const d = T(1) // ERROR "T\(1\) \(value of type T constrained by Num\) is not constant"
	x = 2
	x = i // ERROR "cannot use i \(variable of type I constrained by Ints\) as type T in assignment"
}

func compare[T Num, C comparable, A any, P *int | *string, F ~func(), E interface {
	int
	string
}](x T, c C, a A, p P, f F, e E) {
	_ = x == x
	_ = x < x
	_ = x == 1
	_ = x == "a" // ERROR "invalid operation: x == .a. \(mismatched types T and untyped string\)"
	_ = c == c
	_ = c < c // ERROR "invalid operation: c < c \(type parameter C is not comparable with <\)"
	_ = a == a // ERROR "invalid operation: a == a \(incomparable types in type set\)"
	_ = a == nil // ERROR "invalid operation: a == nil \(mismatched types A and untyped nil\)"
	_ = a != any(a) // ERROR "invalid operation: a != any\(a\) \(incomparable types in type set\)"
	_ = p == nil
	_ = p == p
	_ = f == nil
	_ = f == f // ERROR "invalid operation: f == f \(incomparable types in type set\)"
	_ = e == e // ERROR "invalid operation: e == e \(empty type set\)"
	_ = x == c // ERROR "invalid operation: x == c \(mismatched types T and C\)"
	switch x {
	case 1, 2:
	case "a": // ERROR "cannot convert .a. \(untyped string constant\) to T"
	}
	switch a { // ERROR "cannot switch on a \(variable of type A constrained by any\) \(A is not comparable\)"
	}
	switch any(a).(type) {
	case int:
	}
	switch a.(type) { // ERROR "cannot use type switch on type parameter value a \(variable of type A constrained by any\)"
	}
	_ = a.(int) // ERROR "invalid operation: cannot use type assertion on type parameter value a \(variable of type A constrained by any\)"
	_ = any(a).(T)
}

func convert[T Num, I Ints, S Str, A any, P *int | *string, Q ~*int, X []byte | []rune](x T, i I, s S, a A, p P, q Q, b X) {
	_ = T(i)
	_ = I(x)
	_ = S(i) // ERROR "cannot convert i \(variable of type I constrained by Ints\) to type S:"
	_ = string(s)
	_ = []byte(s)
	_ = S("a")
	_ = S(1) // ERROR "cannot convert 1 \(untyped int value\) to type S:"
	_ = T(1)
	_ = T(1.5) // ERROR "cannot convert 1\.5 \(untyped float value\) to type T:"
	_ = I(1000) // ERROR "cannot convert 1000 \(untyped int value\) to type I:"
	_ = A(a)
	_ = A(1) // ERROR "cannot convert 1 \(untyped int value\) to type A:"
	_ = any(a)
	_ = int(a) // ERROR "cannot convert a \(variable of type A constrained by any\) to type int"
	_ = int(x)
	_ = string(i)
	_ = string(x) // ERROR "cannot convert x \(variable of type T constrained by Num\) to type string:"
	_ = (*int)(q)
	_ = Q(new(int))
	_ = (*int)(p) // ERROR "cannot convert p \(variable of type P constrained by \*int\|\*string\) to type \*int:"
	_ = unsafe.Pointer(q)
	_ = string(b)
	_ = X("a")
	_ = T(s) // ERROR "cannot convert s \(variable of type S constrained by Str\) to type T:"
	var _ *int = q
	var _ *int = p // ERROR "cannot use p \(variable of type P constrained by \*int\|\*string\) as type \*int in variable declaration:"
	q = new(int)
	p = new(int) // ERROR "cannot use new\(int\) \(value of type \*int\) as type P in assignment:"
	var _ interface{ m() } = a // ERROR "cannot use a \(variable of type A constrained by any\) as type interface\{m\(\)\} in variable declaration:"
	var _ any = a
	a = any(a) // ERROR "cannot use any\(a\) \(value of type any\) as type A in assignment:"
}

func index[Q Seq, M Maps, N map[string]int | map[int]int, S ~[]E, E any, P *[3]int, R MyInts | []int, C chan int | <-chan int, D chan<- int | chan int](q Q, m M, n N, s S, p P, r R, c C, d D) {
	_ = q[0] // ERROR "invalid operation: cannot index q \(variable of type Q constrained by Seq\)"
	_ = q[5] // ERROR "invalid operation: cannot index q \(variable of type Q constrained by Seq\)"
	_ = m["a"] // ERROR "invalid operation: cannot index m \(variable of type M constrained by Maps\)"
	_ = n["a"] // ERROR "invalid operation: cannot index n \(variable of type N constrained by map\[string\]int\|map\[int\]int\)"
	_ = s[0]
	_ = s["a"] // ERROR "cannot convert .a. \(untyped string constant\) to int"
	_ = s[1:2]
	_ = q[1:] // ERROR "invalid operation: cannot slice q \(variable of type Q constrained by Seq\): Q has no core type"
	_ = p[1]
	_ = p[3] // ERROR "invalid argument: index 3 out of bounds \[0:3\]"
	_ = r[0]
	r[0] = 1
	q[0] = 1 // ERROR "invalid operation: cannot index q \(variable of type Q constrained by Seq\)"
	_ = len(q)
	_ = cap(q) // ERROR "invalid argument: q \(variable of type Q constrained by Seq\) for cap"
	_ = len(m)
	_ = len(s)
	_ = cap(s)
	const _ = len(p) // ERROR "len\(p\) \(value of type int\) is not constant"
	_ = append(s, s[0])
	_ = append(s, 1) // ERROR "cannot use 1 \(untyped int constant\) as E value in argument to append"
	_ = append(q, 1) // ERROR "first argument to append must be a slice; q \(variable of type Q constrained by Seq\) has no core type"
	_ = append(r, 1)
	_ = append(m) // ERROR "first argument to append must be a slice; m \(variable of type M constrained by Maps\) has no core type"
	copy(s, s)
	copy(q, q) // ERROR "invalid argument: copy expects slice arguments; found q \(variable of type Q constrained by Seq\) and q \(variable of type Q constrained by Seq\)"
	delete(m, "a")
	delete(n, "a") // ERROR "invalid argument: maps of n \(variable of type N constrained by map\[string\]int\|map\[int\]int\) must have identical key types"
	delete(s, 1) // ERROR "invalid argument: s \(variable of type S constrained by ~\[\]E\) is not a map"
	close(c) // ERROR "invalid operation: cannot close receive-only channel c \(variable of type C constrained by chan int\|<-chan int\)"
	close(d)
	_ = <-c
	_ = <-d // ERROR "invalid operation: cannot receive from send-only channel d \(variable of type D constrained by chan<- int\|chan int\)"
	c <- 1 // ERROR "invalid operation: cannot send to receive-only channel c \(variable of type C constrained by chan int\|<-chan int\)"
	d <- 1
	_ = make(S, 1)
	_ = make(M) // ERROR "invalid argument: cannot make M: no core type"
	_ = make(Q, 1) // ERROR "invalid argument: cannot make Q: no core type"
	_ = make(R, 1, 2)
	_ = make(E) // ERROR "invalid argument: cannot make E: no core type"
	_ = new(E)
	_ = *p
	_ = p.x // ERROR "p\.x undefined \(type P has no field or method x\)"
	for range q { // ERROR "cannot range over q \(variable of type Q constrained by Seq\) \(Q has no core type\)"
	}
	for _, x := range s {
		_ = x
	}
	for k, v := range m { // ERROR "cannot range over m \(variable of type M constrained by Maps\) \(M has no core type\)"
	}
	for i := range r {
		_ = i
	}
	for x := range c {
		_ = x
	}
	for x := range d { // ERROR "cannot range over d \(variable of type D constrained by chan<- int\|chan int\) \(receive from send-only channel\)"
		_ = x
	}
	_ = S{1} // ERROR "cannot use 1 \(untyped int constant\) as E value in array or slice literal"
	_ = R{1}
	_ = M{"a": 1} // ERROR "invalid composite literal type M"
	_ = Q{} // ERROR "invalid composite literal type Q"
	_ = unsafe.Sizeof(s)
	const _ = unsafe.Sizeof(s) // ERROR "unsafe\.Sizeof\(s\) \(value of type uintptr\) is not constant"
	var _ [unsafe.Sizeof(p)]int // ERROR "array length unsafe\.Sizeof\(p\) \(value of type uintptr\) must be constant"
	_ = complex(q, q) // ERROR "invalid argument: arguments have type Q, expected floating-point"
}

type Meth interface {
	M() int
	~struct{ f int }
}

func methods[T Meth, P interface {
	*T
	Set()
}, F func(int) string, G func(int) | func(string)](x T, y *T, p P, f F, g G) {
	_ = x.M()
	_ = x.f // ERROR "x\.f undefined \(type T has no field or method f\)"
	_ = x.N // ERROR "x\.N undefined \(type T has no field or method N\)"
	_ = y.M() // ERROR "y\.M undefined \(type \*T is pointer to type parameter, not type parameter\)"
	p.Set()
	p.M() // ERROR "p\.M undefined \(type P has no field or method M\)"
	_ = T.M
	_ = T.M(x) + 1
	_ = P.Set
	_ = f(1) + "a"
	f("a") // ERROR "cannot use .a. \(untyped string constant\) as int value in argument to f"
	g(1) // ERROR "invalid operation: cannot call non-function g \(variable of type G constrained by func\(int\)\|func\(string\)\)"
	h := x.M
	_ = h()
	x() // ERROR "invalid operation: cannot call non-function x \(variable of type T constrained by Meth\)"
	_ = &x
	_ = *x // ERROR "invalid operation: cannot indirect x \(variable of type T constrained by Meth\)"
	_ = T{1}
	_ = T{f: 1}
	_ = []T{x}
	_ = []T{1} // ERROR "cannot use 1 \(untyped int constant\) as T value in array or slice literal"
	var z T // ERROR "z declared but not used"
	z, ok := any(x).(T) // ERROR "ok declared but not used"
	func() { z = x }()
	return 1 // ERROR "too many return values"
}

func ret[T any](x T) T {
	if true {
		return nil // ERROR "cannot use nil as T value in return statement"
	}
	return 0 // ERROR "cannot use 0 \(untyped int constant\) as T value in return statement"
}

func floats[F float32 | float64, C complex64 | complex128](f F, c C) {
	_ = complex(f, f) // ERROR "f \(variable of type F constrained by float32\|float64\) not supported as argument to complex for go1\.18 \(see issue #50937\)"
	_ = real(c) // ERROR "c \(variable of type C constrained by complex64\|complex128\) not supported as argument to real for go1\.18 \(see issue #50937\)"
	_ = f + 1i // ERROR "cannot convert 1i \(untyped complex constant \(0 \+ 1i\)\) to F"
	_ = c + 1i
}
