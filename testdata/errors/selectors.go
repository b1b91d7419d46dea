// flags: -e
// Selectors, method values and expressions, qualified names.
package p

import (
	"bytes"
	"strings"
	str "strings"
)

type T struct {
	f, g int
	E
	*P
}
type E struct{ e, x int }
type P struct{ p, x int }

func (T) M()        {}
func (*T) Ptr()     {}
func (t T) lower()  {}
func (E) EM(n int)  {}
func (*E) EP(n int) {}
func (P) Upper()    {}

type I interface {
	M()
	n()
}
type NP *T
type PI *I
type MyT T

var (
	t  T
	pt *T
	pp **T
	np NP
	it I
	pi *I
	e  interface{}
	i  int
	m  map[string]T
	mt MyT
	fn func() T
)

func noValue()

func f() {
	_ = t.h // ERROR "t\.h undefined \(type T has no field or method h\)"
	_ = t.F // ERROR "t\.F undefined \(type T has no field or method F, but does have f\)"
	_ = t.m // ERROR "t\.m undefined \(type T has no field or method m, but does have M\)"
	_ = t.Lower // ERROR "t\.Lower undefined \(type T has no field or method Lower, but does have lower\)"
	_ = t.upper // ERROR "t\.upper undefined \(type T has no field or method upper, but does have Upper\)"
	_ = t.x // ERROR "ambiguous selector t\.x"
	_ = t.e
	_ = t.p
	_ = t.E.x
	_ = t._ // ERROR "t\._ undefined \(type T has no field or method _\)"
	_ = pt.h // ERROR "pt\.h undefined \(type \*T has no field or method h\)"
	_ = pt.M
	_ = pp.f // ERROR "pp\.f undefined \(type \*\*T has no field or method f\)"
	_ = pp.M // ERROR "pp\.M undefined \(type \*\*T has no field or method M\)"
	_ = (*pp).M
	_ = np.f
	_ = np.M // ERROR "np\.M undefined \(type NP has no field or method M\)"
	_ = it.M
	_ = it.x // ERROR "it\.x undefined \(type I has no field or method x\)"
	_ = it.N // ERROR "it\.N undefined \(type I has no field or method N, but does have n\)"
	_ = pi.M // ERROR "pi\.M undefined \(type \*I is pointer to interface, not interface\)"
	_ = e.M // ERROR "e\.M undefined \(type interface\{\} has no field or method M\)"
	_ = i.x // ERROR "i\.x undefined \(type int has no field or method x\)"
	_ = nil.x // ERROR "nil\.x undefined \(type untyped nil has no field or method x\)"
	_ = len.x // ERROR "cannot select on len \(built-in\)"
	_ = noValue.x // ERROR "noValue\.x undefined \(type func\(\) has no field or method x\)"
	_ = noValue().x // ERROR "noValue\(\) \(no value\) used as value or type"
	_ = 1.5.x // ERROR "1\.5\.x undefined \(type untyped float has no field or method x\)"
	_ = "a".x // ERROR ".a.\.x undefined \(type untyped string has no field or method x\)"
	_ = t.M.x // ERROR "t\.M\.x undefined \(type func\(\) has no field or method x\)"
	_ = fn.f // ERROR "fn\.f undefined \(type func\(\) T has no field or method f\)"
	_ = fn().f
	_ = fn().Ptr // ERROR "cannot call pointer method Ptr on T"
	_ = fn().M
	_ = m["a"].Ptr // ERROR "cannot call pointer method Ptr on T"
	_ = m["a"].f
	_ = T{}.Ptr // ERROR "cannot call pointer method Ptr on T"
	_ = (&T{}).Ptr
	_ = t.Ptr
	_ = mt.M // ERROR "mt\.M undefined \(type MyT has no field or method M\)"
	_ = mt.f
	_ = mt.EM
	_ = T.M
	_ = T.Ptr // ERROR "cannot call pointer method Ptr on T"
	_ = T.f // ERROR "T\.f undefined \(type T has no method f\)"
	_ = T.EM
	_ = T.EP // ERROR "cannot call pointer method EP on T"
	_ = T.zz // ERROR "T\.zz undefined \(type T has no field or method zz\)"
	_ = (*T).Ptr
	_ = (*T).M
	_ = (*T).f // ERROR "\(\*T\)\.f undefined \(type \*T has no method f\)"
	_ = (**T).M // ERROR "\(\*\*T\)\.M undefined \(type \*\*T has no field or method M\)"
	_ = I.M
	_ = I.x // ERROR "I\.x undefined \(type I has no field or method x\)"
	_ = (*I).M // ERROR "\(\*I\)\.M undefined \(type \*I is pointer to interface, not interface\)"
	_ = interface{ M() }.M
	_ = int.x // ERROR "int\.x undefined \(type int has no field or method x\)"
	_ = undefined1.x // ERROR "undefined: undefined1"
	_ = undefined1.x.y // ERROR "undefined: undefined1"
	t.h() // ERROR "t\.h undefined \(type T has no field or method h\)"
	t.f() // ERROR "invalid operation: cannot call non-function t\.f \(variable of type int\)"
	t.f.g() // ERROR "t\.f\.g undefined \(type int has no field or method g\)"
	pt.Ptr(1) // ERROR "too many arguments in call to pt\.Ptr\n\thave \(number\)\n\twant \(\)"
	var a func() = T.M // ERROR "cannot use T\.M \(value of type func\(T\)\) as type func\(\) in variable declaration"
	var b func(T) = T.M
	var c func(*T) = T.M // ERROR "cannot use T\.M \(value of type func\(T\)\) as type func\(\*T\) in variable declaration"
	var d func(int) = t.EM
	var g func(E, int) = T.EM // ERROR "cannot use T\.EM \(value of type func\(_ T, n int\)\) as type func\(E, int\) in variable declaration"
	var h func(T, int) = T.EM
	_, _, _, _, _, _ = a, b, c, d, g, h
	_ = strings.foo // ERROR "undefined: strings\.foo"
	_ = strings.Foo // ERROR "undefined: strings\.Foo"
	_ = strings.Index("a") // ERROR "not enough arguments in call to strings\.Index\n\thave \(string\)\n\twant \(string, string\)"
	_ = strings.Builder{}
	_ = strings.Builder{buf: nil} // ERROR "unknown field 'buf' in struct literal of type strings\.Builder"
	_ = strings.Builder{nil, nil} // ERROR "implicit assignment to unexported field addr in strings\.Builder literal" "implicit assignment to unexported field buf in strings\.Builder literal"
	_ = strings.asciiSet{} // ERROR "undefined: strings\.asciiSet"
	_ = strings // ERROR "use of package strings not in selector"
	strings.Index = nil // ERROR "use of package strings not in selector" "cannot assign to strings\.Index \(value of type func\(s string, substr string\) int\)"
	strings = nil // ERROR "use of package strings not in selector"
	_ = str.Index
	_ = fmt.Println // ERROR "undefined: fmt"
	_ = bytes.MinRead.x // ERROR "bytes\.MinRead\.x undefined \(type untyped int has no field or method x\)"
	_ = bytes.MinRead + "a" // ERROR "invalid operation: bytes\.MinRead \+ .a. \(mismatched types untyped int and untyped string\)"
	var x strings.Foo // ERROR "undefined: strings\.Foo"
	var y strings.Index // ERROR "strings\.Index \(value of type func\(s string, substr string\) int\) is not a type"
	var z strings.Reader
	_ = z.s // ERROR "z\.s undefined \(type strings\.Reader has no field or method s\)"
	_ = z.Len
	{
		strings := 1
		_ = strings.Index // ERROR "strings\.Index undefined \(type int has no field or method Index\)"
	}
}
