// flags: -e
// Calls, arguments, conversions.
package p

import "unsafe"

type T struct{ f int }

func (T) M()   {}
func (*T) P()  {}
func (T) m(x int) (int, error) { return x, nil }

type I interface{ M() }
type MyInt int
type MyBytes []byte
type S1 struct{ A int `x:"y"` }
type S2 struct{ A int }
type PS *S1

func f0()
func f1(int)
func f2(a int, b string) int
func fv(a int, b ...string)
func r2() (int, string)
func r3() (int, string, string)
func rv() ([]string)

var (
	i  int
	s  string
	fl float64
	c  complex128
	b  bool
	p  *int
	e  interface{}
	it I
	t  T
	sl []string
	by []byte
	up unsafe.Pointer
	fn func(int) (string, error)
)

func calls() {
	f0(1) // ERROR "too many arguments in call to f0\n\thave \(number\)\n\twant \(\)"
	f1() // ERROR "not enough arguments in call to f1\n\thave \(\)\n\twant \(int\)"
	f1(1, 2) // ERROR "too many arguments in call to f1\n\thave \(number, number\)\n\twant \(int\)"
	f1("a") // ERROR "cannot use .a. \(untyped string constant\) as int value in argument to f1"
	f1(nil) // ERROR "cannot use nil as int value in argument to f1"
	f1(1.5) // ERROR "cannot use 1\.5 \(untyped float constant\) as int value in argument to f1 \(truncated\)"
	f1(fl) // ERROR "cannot use fl \(variable of type float64\) as type int in argument to f1"
	f1(f0()) // ERROR "f0\(\) \(no value\) used as value"
	f1(r2()) // ERROR "too many arguments in call to f1\n\thave \(int, string\)\n\twant \(int\)"
	f2(r2())
	f2(r2(), 1) // ERROR "multiple-value r2\(\) \(value of type \(int, string\)\) in single-value context"
	f2(1, r2()) // ERROR "multiple-value r2\(\) \(value of type \(int, string\)\) in single-value context"
	f2(r3()) // ERROR "too many arguments in call to f2\n\thave \(int, string, string\)\n\twant \(int, string\)"
	f2(1) // ERROR "not enough arguments in call to f2\n\thave \(number\)\n\twant \(int, string\)"
	f2(1, 2) // ERROR "cannot use 2 \(untyped int constant\) as string value in argument to f2"
	f2("a", "b") // ERROR "cannot use .a. \(untyped string constant\) as int value in argument to f2"
	fv() // ERROR "not enough arguments in call to fv\n\thave \(\)\n\twant \(int, \.\.\.string\)"
	fv(1)
	fv(1, "a", "b")
	fv(1, "a", 2) // ERROR "cannot use 2 \(untyped int constant\) as string value in argument to fv"
	fv(1, sl...)
	fv(1, "a", sl...) // ERROR "too many arguments in call to fv\n\thave \(number, string, \[\]string\)\n\twant \(int, \.\.\.string\)"
	fv(sl...) // ERROR "not enough arguments in call to fv\n\thave \(\[\]string\)\n\twant \(int, \.\.\.string\)"
	fv(1, sl) // ERROR "cannot use sl \(variable of type \[\]string\) as type string in argument to fv"
	fv(1, nil...)
	fv(1, s...) // ERROR "cannot use s \(variable of type string\) as type \[\]string in argument to fv"
	fv(r2())
	fv(r3())
	fv(r2()...) // ERROR "cannot use \.\.\. with 2-valued r2\(\)"
	fv(1, rv()...)
	f2(1, "a"...) // ERROR "cannot use \.\.\. in call to non-variadic f2"
	f1(sl...) // ERROR "cannot use \.\.\. in call to non-variadic f1"
	i() // ERROR "invalid operation: cannot call non-function i \(variable of type int\)"
	s(1) // ERROR "invalid operation: cannot call non-function s \(variable of type string\)"
	t() // ERROR "invalid operation: cannot call non-function t \(variable of type T\)"
	nil() // ERROR "invalid operation: cannot call non-function nil"
	"a"() // ERROR "invalid operation: cannot call non-function .a. \(untyped string constant\)"
	e() // ERROR "invalid operation: cannot call non-function e \(variable of type interface\{\}\)"
	undefined1(undefined2) // ERROR "undefined: undefined1" "undefined: undefined2"
	f1(undefined3, 1) // ERROR "undefined: undefined3"
	f1(int) // ERROR "int \(type\) is not an expression"
	f1(len) // ERROR "len \(built-in\) must be called"
	t.M(1) // ERROR "too many arguments in call to t\.M\n\thave \(number\)\n\twant \(\)"
	t.m() // ERROR "not enough arguments in call to t\.m\n\thave \(\)\n\twant \(int\)"
	t.m("a") // ERROR "cannot use .a. \(untyped string constant\) as int value in argument to t\.m"
	it.M(1) // ERROR "too many arguments in call to it\.M\n\thave \(number\)\n\twant \(\)"
	T.M() // ERROR "not enough arguments in call to T\.M\n\thave \(\)\n\twant \(T\)"
	T.M(t)
	T.M(i) // ERROR "cannot use i \(variable of type int\) as type T in argument to T\.M"
	(*T).P(t) // ERROR "cannot use t \(variable of type T\) as type \*T in argument to \(\*T\)\.P"
	(*T).P(&t)
	(*T).M(&t)
	fn("a") // ERROR "cannot use .a. \(untyped string constant\) as int value in argument to fn"
	x := fn(1) // ERROR "assignment mismatch: 1 variable but fn returns 2 values"
	x, y := fn(1)
	var z int = f2(1, "a") + f0() // ERROR "f0\(\) \(no value\) used as value"
	f2(1, "a").x() // ERROR "f2\(1, .a.\)\.x undefined \(type int has no field or method x\)"
	f0().x() // ERROR "f0\(\) \(no value\) used as value or type"
	r2().x() // ERROR "multiple-value r2\(\) \(value of type \(int, string\)\) in single-value context"
	f0()() // ERROR "f0\(\) \(no value\) used as value or type"
	r2()() // ERROR "multiple-value r2\(\) \(value of type \(int, string\)\) in single-value context"
	_, _, _ = x, y, z
	func(a int, b string) {}(1) // ERROR "not enough arguments in call to func\(a int, b string\) \{\}\n\thave \(number\)\n\twant \(int, string\)"
	func(a ...int) {}(1, "a") // ERROR "cannot use .a. \(untyped string constant\) as int value in argument to func\(a \.\.\.int\) \{\}"
	var g func(...interface{})
	g(1, "a", nil, f0, sl)
	g(sl...) // ERROR "cannot use sl \(variable of type \[\]string\) as type \[\]interface\{\} in argument to g"
	g(f0()) // ERROR "f0\(\) \(no value\) used as value"
	g(nil...)
}

func conversions() {
	_ = int("a") // ERROR "cannot convert .a. \(untyped string constant\) to type int"
	_ = int(s) // ERROR "cannot convert s \(variable of type string\) to type int"
	_ = int(fl)
	_ = int(1.5) // ERROR "cannot convert 1\.5 \(untyped float constant\) to type int"
	_ = int8(128) // ERROR "cannot convert 128 \(untyped int constant\) to type int8"
	_ = uint(-1) // ERROR "cannot convert -1 \(untyped int constant\) to type uint"
	_ = uint8(1000) // ERROR "cannot convert 1000 \(untyped int constant\) to type uint8"
	_ = float32(1e100) // ERROR "cannot convert 1e100 \(untyped float constant 1e\+100\) to type float32"
	_ = int(nil) // ERROR "cannot convert nil to type int"
	_ = string(1)
	_ = string(1.5) // ERROR "cannot convert 1\.5 \(untyped float constant\) to type string"
	_ = string(i)
	_ = string(fl) // ERROR "cannot convert fl \(variable of type float64\) to type string"
	_ = string(by)
	_ = string(sl) // ERROR "cannot convert sl \(variable of type \[\]string\) to type string"
	_ = string(-1)
	_ = string(1 << 40)
	_ = []byte("a")
	_ = []byte(1) // ERROR "cannot convert 1 \(untyped int constant\) to type \[\]byte"
	_ = []byte(s)
	_ = []int("a") // ERROR "cannot convert .a. \(untyped string constant\) to type \[\]int"
	_ = []rune("a")
	_ = MyBytes("a")
	_ = bool(1) // ERROR "cannot convert 1 \(untyped int constant\) to type bool"
	_ = bool(i) // ERROR "cannot convert i \(variable of type int\) to type bool"
	_ = bool(b)
	_ = complex128(1)
	_ = complex64(fl) // ERROR "cannot convert fl \(variable of type float64\) to type complex64"
	_ = int(c) // ERROR "cannot convert c \(variable of type complex128\) to type int"
	_ = int(1i) // ERROR "cannot convert 1i \(untyped complex constant \(0 \+ 1i\)\) to type int"
	_ = int(0i)
	_ = T(1) // ERROR "cannot convert 1 \(untyped int constant\) to type T"
	_ = T(t)
	_ = T{1}.f(2) // ERROR "invalid operation: cannot call non-function T\{…\}\.f \(value of type int\)"
	_ = I(t)
	_ = I(&t)
	_ = I(i) // ERROR "cannot convert i \(variable of type int\) to type I:\n\tint does not implement I \(missing M method\)"
	_ = interface{ P() }(t) // ERROR "cannot convert t \(variable of type T\) to type interface\{P\(\)\}:\n\tT does not implement interface\{P\(\)\} \(P method has pointer receiver\)"
	_ = S2(S1{})
	_ = (*S2)(&S1{})
	_ = (*S2)(PS(nil)) // ERROR "cannot convert PS\(nil\) \(value of type PS\) to type \*S2"
	_ = (*int)(nil)
	_ = (*int)(i) // ERROR "cannot convert i \(variable of type int\) to type \*int"
	_ = (*int)(up)
	_ = uintptr(up)
	_ = uintptr(p) // ERROR "cannot convert p \(variable of type \*int\) to type uintptr"
	_ = unsafe.Pointer(p)
	_ = unsafe.Pointer(i) // ERROR "cannot convert i \(variable of type int\) to type unsafe\.Pointer"
	_ = unsafe.Pointer(nil)
	_ = func()(nil) // ERROR "func\(\) nil \(type\) is not an expression" "nil is not a type"
	_ = func()(f0) // ERROR "func\(\) f0 \(type\) is not an expression" "f0 \(value of type func\(\)\) is not a type"
	_ = func()(f1) // ERROR "func\(\) f1 \(type\) is not an expression" "f1 \(value of type func\(int\)\) is not a type"
	_ = (func())(f0)
	_ = (*[3]string)(sl)
	_ = (*[3]int)(sl) // ERROR "cannot convert sl \(variable of type \[\]string\) to type \*\[3\]int"
	_ = (chan<- int)(make(chan int))
	_ = (chan int)(make(<-chan int)) // ERROR "cannot convert make\(<-chan int\) \(value of type <-chan int\) to type chan int"
	_ = int() // ERROR "missing argument in conversion to int"
	_ = int(1, 2) // ERROR "too many arguments in conversion to int"
	_ = int(sl...) // ERROR "invalid use of \.\.\. in type conversion to int"
	_ = []string(sl...) // ERROR "invalid use of \.\.\. in type conversion to \[\]string"
	_ = int(f0()) // ERROR "f0\(\) \(no value\) used as value"
	_ = int(r2()) // ERROR "multiple-value r2\(\) \(value of type \(int, string\)\) in single-value context"
	_ = int(int) // ERROR "int \(type\) is not an expression"
	_ = int(undefined1) // ERROR "undefined: undefined1"
	_ = undefined2(1) // ERROR "undefined: undefined2"
	_ = int(len) // ERROR "len \(built-in\) must be called"
	_ = MyInt(i)
	_ = MyInt(1.5) // ERROR "cannot convert 1\.5 \(untyped float constant\) to type MyInt"
	_ = map[string]int(nil)
	_ = []int(nil)
	_ = string(nil) // ERROR "cannot convert nil to type string"
	_ = interface{}(nil)
	_ = interface{}(1 << 100) // ERROR "1 << 100 \(untyped int constant 1267650600228229401496703205376\) overflows int"
	_ = float64(1 << 10000) // ERROR "invalid operation: invalid shift count 10000 \(untyped int constant\)"
	int(1) // ERROR "int\(1\) \(constant 1 of type int\) is not used"
	T(t) // ERROR "T\(t\) \(value of type T\) is not used"
	go int(1) // ERROR "go requires function call, not conversion int\(1\) \(constant 1 of type int\)"
	defer T(t) // ERROR "defer requires function call, not conversion T\(t\) \(value of type T\)"
	go len(s) // ERROR "go discards result of len\(s\) \(value of type int\)"
	defer append(sl, s) // ERROR "defer discards result of append\(sl, s\) \(value of type \[\]string\)"
	defer recover()
	defer panic(1)
	defer f1 // ERROR "expression in defer must be function call" "not enough arguments in call to f1\n\thave \(\)\n\twant \(int\)"
	go (f0()) // ERROR "expression in go must not be parenthesized"
	defer 1 // ERROR "expression in defer must be function call" "invalid operation: cannot call non-function 1 \(untyped int constant\)"
	defer undefined3() // ERROR "undefined: undefined3"
	go f1() // ERROR "not enough arguments in call to f1\n\thave \(\)\n\twant \(int\)"
}
