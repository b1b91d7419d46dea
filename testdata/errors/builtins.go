// flags: -e
// Builtin functions.
package p

import "unsafe"

type T struct {
	f int
	E
	*P
}
type E struct{ e int }
type P struct{ p int }

func (T) M() {}

var (
	i   int
	s   string
	fl  float64
	f32 float32
	c   complex128
	b   bool
	p   *int
	sl  []int
	by  []byte
	m   map[string]int
	arr [3]int
	pa  *[3]int
	ch  chan int
	rch <-chan int
	sch chan<- int
	e   interface{}
	t   T
	up  unsafe.Pointer
)

func noValue()
func two() (int, int)
func sls() ([]int, int)
func getArr() [3]int

func f() {
	_ = append() // ERROR "invalid operation: not enough arguments for append\(\) \(expected 1, found 0\)"
	_ = append(sl)
	_ = append(nil) // ERROR "first argument to append must be a slice; have untyped nil"
	_ = append(nil, 1) // ERROR "first argument to append must be a slice; have untyped nil"
	_ = append(i, 1) // ERROR "first argument to append must be a slice; have i \(variable of type int\)"
	_ = append(arr, 1) // ERROR "first argument to append must be a slice; have arr \(variable of type \[3\]int\)"
	_ = append(sl, "a") // ERROR "cannot use .a. \(untyped string constant\) as int value in argument to append"
	_ = append(sl, 1, "a", nil) // ERROR "cannot use .a. \(untyped string constant\) as int value in argument to append" "cannot use nil as int value in argument to append"
	_ = append(sl, sl) // ERROR "cannot use sl \(variable of type \[\]int\) as type int in argument to append"
	_ = append(sl, sl...)
	_ = append(sl, 1, sl...) // ERROR "too many arguments in call to append\n\thave \(\[\]int, number, \[\]int\)\n\twant \(\[\]int, \.\.\.int\)"
	_ = append(by, s...)
	_ = append(by, "a"...)
	_ = append(by, 'a', 300) // ERROR "cannot use 300 \(untyped int constant\) as byte value in argument to append \(overflows\)"
	_ = append(sl, s...) // ERROR "cannot use s \(variable of type string\) as type \[\]int in argument to append"
	_ = append(sls())
	_ = append(s, s...) // ERROR "first argument to append must be a slice; have s \(variable of type string\)"
	append(sl, 1) // ERROR "append\(sl, 1\) \(value of type \[\]int\) is not used"
	_ = cap() // ERROR "invalid operation: not enough arguments for cap\(\) \(expected 1, found 0\)"
	_ = cap(sl, sl) // ERROR "invalid operation: too many arguments for cap\(sl, sl\) \(expected 1, found 2\)"
	_ = cap(s) // ERROR "invalid argument: s \(variable of type string\) for cap"
	_ = cap(m) // ERROR "invalid argument: m \(variable of type map\[string\]int\) for cap"
	_ = cap(arr)
	_ = cap(pa)
	_ = cap(ch)
	_ = cap(i) // ERROR "invalid argument: i \(variable of type int\) for cap"
	_ = len() // ERROR "invalid operation: not enough arguments for len\(\) \(expected 1, found 0\)"
	_ = len(sl, sl) // ERROR "invalid operation: too many arguments for len\(sl, sl\) \(expected 1, found 2\)"
	_ = len(i) // ERROR "invalid argument: i \(variable of type int\) for len"
	_ = len(1) // ERROR "invalid argument: 1 \(untyped int constant\) for len"
	_ = len(nil) // ERROR "invalid argument: nil for len"
	_ = len(e) // ERROR "invalid argument: e \(variable of type interface\{\}\) for len"
	_ = len(t) // ERROR "invalid argument: t \(variable of type T\) for len"
	_ = len(two()) // ERROR "invalid operation: too many arguments for len\(two\(\)\) \(expected 1, found 2\)"
	_ = len(noValue()) // ERROR "noValue\(\) \(no value\) used as value"
	_ = len(sl...) // ERROR "invalid operation: invalid use of \.\.\. with built-in len"
	_ = len(undefined1) // ERROR "undefined: undefined1"
	_ = len(int) // ERROR "int \(type\) is not an expression"
	len(sl) // ERROR "len\(sl\) \(value of type int\) is not used"
	len // ERROR "len \(built-in\) must be called"
	len("abc") // ERROR "len\(.abc.\) \(constant 3 of type int\) is not used"
	const c1 = len("abc")
	const c2 = len(arr)
	const c3 = len(pa)
	const c4 = len(sl) // ERROR "len\(sl\) \(value of type int\) is not constant"
	const c5 = len(getArr()) // ERROR "len\(getArr\(\)\) \(value of type int\) is not constant"
	const c6 = len([3]int{1: i})
	const c7 = len([1]int{<-ch}) // ERROR "len\(\[1\]int\{…\}\) \(value of type int\) is not constant"
	const c8 = cap([1]int{len(s)}) // ERROR "cap\(\[1\]int\{…\}\) \(value of type int\) is not constant"
	close() // ERROR "invalid operation: not enough arguments for close\(\) \(expected 1, found 0\)"
	close(i) // ERROR "invalid operation: cannot close non-channel i \(variable of type int\)"
	close(ch)
	close(rch) // ERROR "invalid operation: cannot close receive-only channel rch \(variable of type <-chan int\)"
	close(sch)
	close(nil) // ERROR "invalid operation: cannot close non-channel nil"
	_ = close(ch) // ERROR "close\(ch\) \(no value\) used as value"
	_ = complex(1) // ERROR "invalid operation: not enough arguments for complex\(1\) \(expected 2, found 1\)"
	_ = complex(1, 2)
	_ = complex(1, "a") // ERROR "invalid operation: complex\(1, .a.\) \(mismatched types untyped float and untyped string\)"
	_ = complex(fl, 1)
	_ = complex(fl, "a") // ERROR "cannot convert .a. \(untyped string constant\) to float64"
	_ = complex(fl, f32) // ERROR "invalid operation: complex\(fl, f32\) \(mismatched types float64 and float32\)"
	_ = complex(f32, 2)
	_ = complex(i, i) // ERROR "invalid argument: arguments have type int, expected floating-point"
	_ = complex(i, fl) // ERROR "invalid operation: complex\(i, fl\) \(mismatched types int and float64\)"
	_ = complex(1i, 0) // ERROR "invalid operation: complex\(1i, 0\) \(mismatched types untyped complex and untyped float\)"
	_ = complex(s, s) // ERROR "invalid argument: arguments have type string, expected floating-point"
	_ = complex("a", "b") // ERROR "invalid argument: arguments have type untyped string, expected floating-point"
	_ = complex(true, 1) // ERROR "invalid operation: complex\(true, 1\) \(mismatched types untyped bool and untyped float\)"
	_ = complex(two()) // ERROR "invalid argument: arguments have type int, expected floating-point"
	complex(1, 2) // ERROR "complex\(1, 2\) \(untyped complex constant \(1 \+ 2i\)\) is not used"
	_ = copy(sl) // ERROR "invalid operation: not enough arguments for copy\(sl\) \(expected 2, found 1\)"
	_ = copy(sl, sl)
	_ = copy(by, s)
	_ = copy(by, "a")
	_ = copy(sl, s) // ERROR "invalid argument: arguments to copy sl \(variable of type \[\]int\) and s \(variable of type string\) have different element types int and byte"
	_ = copy(s, by) // ERROR "invalid argument: copy expects slice arguments; found s \(variable of type string\) and by \(variable of type \[\]byte\)"
	_ = copy(sl, by) // ERROR "invalid argument: arguments to copy sl \(variable of type \[\]int\) and by \(variable of type \[\]byte\) have different element types int and byte"
	_ = copy(sl, arr) // ERROR "invalid argument: copy expects slice arguments; found sl \(variable of type \[\]int\) and arr \(variable of type \[3\]int\)"
	_ = copy(i, i) // ERROR "invalid argument: copy expects slice arguments; found i \(variable of type int\) and i \(variable of type int\)"
	_ = copy(nil, nil) // ERROR "invalid argument: copy expects slice arguments; found nil and nil"
	copy(sl, sl)
	_ = copy(sls()) // ERROR "invalid argument: copy expects slice arguments; found sls\(\) \(value of type \[\]int\) and sls\(\) \(value of type int\)"
	delete() // ERROR "invalid operation: not enough arguments for delete\(\) \(expected 2, found 0\)"
	delete(m) // ERROR "invalid operation: not enough arguments for delete\(m\) \(expected 2, found 1\)"
	delete(m, "a")
	delete(m, 1) // ERROR "cannot use 1 \(untyped int constant\) as string value in argument to delete"
	delete(m, nil) // ERROR "cannot use nil as string value in argument to delete"
	delete(i, 1) // ERROR "invalid argument: i \(variable of type int\) is not a map"
	delete(nil, 1) // ERROR "invalid argument: nil is not a map"
	delete(m, "a", "b") // ERROR "invalid operation: too many arguments for delete\(m, .a., .b.\) \(expected 2, found 3\)"
	_ = delete(m, "a") // ERROR "delete\(m, .a.\) \(no value\) used as value"
	_ = imag(c)
	_ = imag(1)
	_ = imag(fl) // ERROR "invalid argument: argument has type float64, expected complex type"
	_ = real("a") // ERROR "invalid argument: argument has type untyped string, expected complex type"
	_ = real(i) // ERROR "invalid argument: argument has type int, expected complex type"
	_ = real(nil) // ERROR "cannot convert nil to complex128"
	_ = real(1i, 2) // ERROR "invalid operation: too many arguments for real\(1i, 2\) \(expected 1, found 2\)"
	const c9 = real(1i)
	const c10 int = imag(3i)
	real(c) // ERROR "real\(c\) \(value of type float64\) is not used"
	_ = make() // ERROR "invalid operation: not enough arguments for make\(\) \(expected 1, found 0\)"
	_ = make(1) // ERROR "1 is not a type"
	_ = make(int) // ERROR "invalid argument: cannot make int; type must be slice, map, or channel"
	_ = make(T) // ERROR "invalid argument: cannot make T; type must be slice, map, or channel"
	_ = make([]int) // ERROR "invalid operation: make\(\[\]int\) expects 2 or 3 arguments; found 1"
	_ = make([]int, 1, 2, 3) // ERROR "invalid operation: make\(\[\]int, 1, 2, 3\) expects 2 or 3 arguments; found 4"
	_ = make([]int, -1) // ERROR "invalid argument: index -1 \(constant of type int\) must not be negative"
	_ = make([]int, "a") // ERROR "cannot convert .a. \(untyped string constant\) to int"
	_ = make([]int, 1.5) // ERROR "1\.5 \(untyped float constant\) truncated to int"
	_ = make([]int, 2.0)
	_ = make([]int, 2, 1) // ERROR "invalid argument: length and capacity swapped"
	_ = make([]int, fl) // ERROR "invalid argument: index fl \(variable of type float64\) must be integer"
	_ = make([]int, 1<<70) // ERROR "1 << 70 \(untyped int constant 1180591620717411303424\) overflows int"
	_ = make([]int, nil) // ERROR "cannot convert nil to int"
	_ = make(map[string]int, 1, 2) // ERROR "invalid operation: make\(map\[string\]int, 1, 2\) expects 1 or 2 arguments; found 3"
	_ = make(map[string]int, -1) // ERROR "invalid argument: index -1 \(constant of type int\) must not be negative"
	_ = make(map[string]int)
	_ = make(chan int, 1, 2) // ERROR "invalid operation: make\(chan int, 1, 2\) expects 1 or 2 arguments; found 3"
	_ = make(chan int, i)
	_ = make([3]int, 1) // ERROR "invalid argument: cannot make \[3\]int; type must be slice, map, or channel"
	_ = make(*int) // ERROR "invalid argument: cannot make \*int; type must be slice, map, or channel"
	_ = make(undefined2) // ERROR "undefined: undefined2"
	_ = make([]int, undefined3) // ERROR "undefined: undefined3"
	_ = make([]int, two()) // ERROR "multiple-value two\(\) \(value of type \(int, int\)\) in single-value context"
	_ = make(sl, 1) // ERROR "sl \(variable of type \[\]int\) is not a type"
	make([]int, 1) // ERROR "make\(\[\]int, 1\) \(value of type \[\]int\) is not used"
	_ = new() // ERROR "invalid operation: not enough arguments for new\(\) \(expected 1, found 0\)"
	_ = new(1) // ERROR "1 is not a type"
	_ = new(int, int) // ERROR "invalid operation: too many arguments for new\(int, int\) \(expected 1, found 2\)"
	_ = new(int)
	_ = new(undefined4) // ERROR "undefined: undefined4"
	_ = new(i) // ERROR "i \(variable of type int\) is not a type"
	new(int) // ERROR "new\(int\) \(value of type \*int\) is not used"
	panic() // ERROR "invalid operation: not enough arguments for panic\(\) \(expected 1, found 0\)"
	panic(1)
	panic(nil)
	panic(1, 2) // ERROR "invalid operation: too many arguments for panic\(1, 2\) \(expected 1, found 2\)"
	panic(noValue()) // ERROR "noValue\(\) \(no value\) used as value"
	panic(two()) // ERROR "invalid operation: too many arguments for panic\(two\(\)\) \(expected 1, found 2\)"
	_ = panic(1) // ERROR "panic\(1\) \(no value\) used as value"
	print()
	print(1, "a", nil) // ERROR "use of untyped nil in argument to print"
	print(1 << 100) // ERROR "cannot use 1 << 100 \(untyped int constant 1267650600228229401496703205376\) as int value in argument to print \(overflows\)"
	println(nil) // ERROR "use of untyped nil in argument to println"
	println(two())
	println(noValue()) // ERROR "noValue\(\) \(no value\) used as value"
	println(int) // ERROR "int \(type\) is not an expression"
	println(undefined5, nil) // ERROR "undefined: undefined5"
	_ = print(1) // ERROR "print\(1\) \(no value\) used as value"
	println(sl...) // ERROR "invalid operation: invalid use of \.\.\. with built-in println"
	recover()
	recover(1) // ERROR "invalid operation: too many arguments for recover\(1\) \(expected 0, found 1\)"
	_ = recover()
	_ = recover() + 1 // ERROR "invalid operation: recover\(\) \+ 1 \(mismatched types interface\{\} and int\)"
	x, y := recover() // ERROR "assignment mismatch: 2 variables but recover returns 1 value"
	_, _ = x, y
	_ = iota // ERROR "cannot use iota outside constant declaration"
	x = print // ERROR "print \(built-in\) must be called"
	var _ = append // ERROR "append \(built-in\) must be called"
}

const sz = unsafe.Sizeof(t)

func uns() {
	_ = unsafe.Sizeof() // ERROR "invalid operation: not enough arguments for unsafe\.Sizeof\(\) \(expected 1, found 0\)"
	_ = unsafe.Sizeof(1, 2) // ERROR "invalid operation: too many arguments for unsafe\.Sizeof\(1, 2\) \(expected 1, found 2\)"
	_ = unsafe.Sizeof(nil) // ERROR "use of untyped nil in argument to unsafe\.Sizeof"
	_ = unsafe.Sizeof(1)
	_ = unsafe.Sizeof(int) // ERROR "int \(type\) is not an expression"
	unsafe.Sizeof(i) // ERROR "unsafe\.Sizeof\(i\) \(constant 8 of type uintptr\) is not used"
	_ = unsafe.Alignof(nil) // ERROR "use of untyped nil in argument to unsafe\.Alignof"
	_ = unsafe.Alignof(t)
	_ = unsafe.Offsetof(t) // ERROR "invalid argument: t is not a selector expression"
	_ = unsafe.Offsetof(t.f)
	_ = unsafe.Offsetof((t.e))
	_ = unsafe.Offsetof(t.p) // ERROR "invalid argument: field p is embedded via a pointer in T"
	_ = unsafe.Offsetof(t.M) // ERROR "invalid argument: t\.M is a method value"
	_ = unsafe.Offsetof(t.zz) // ERROR "invalid argument: T has no single field zz"
	_ = unsafe.Offsetof(t.f, 1) // ERROR "invalid operation: too many arguments for unsafe\.Offsetof\(t\.f, 1\) \(expected 1, found 2\)"
	_ = unsafe.Offsetof(undefined1.f) // ERROR "undefined: undefined1"
	_ = unsafe.Offsetof(1) // ERROR "invalid argument: 1 is not a selector expression"
	_ = unsafe.Add(up, 1)
	_ = unsafe.Add(p, 1) // ERROR "cannot use p \(variable of type \*int\) as type unsafe\.Pointer in argument to unsafe\.Add"
	_ = unsafe.Add(up, -1)
	_ = unsafe.Add(up, 1.5) // ERROR "1\.5 \(untyped float constant\) truncated to int"
	_ = unsafe.Add(up, "a") // ERROR "cannot convert .a. \(untyped string constant\) to int"
	_ = unsafe.Add(up) // ERROR "invalid operation: not enough arguments for unsafe\.Add\(up\) \(expected 2, found 1\)"
	_ = unsafe.Slice(p, 1)
	_ = unsafe.Slice(p, -1) // ERROR "invalid argument: length -1 \(constant of type int\) must not be negative"
	_ = unsafe.Slice(up, 1) // ERROR "invalid argument: up \(variable of type unsafe\.Pointer\) is not a pointer"
	_ = unsafe.Slice(i, 1) // ERROR "invalid argument: i \(variable of type int\) is not a pointer"
	_ = unsafe.Slice(p, fl) // ERROR "invalid argument: length fl \(variable of type float64\) must be integer"
	_ = unsafe.Foo // ERROR "undefined: unsafe\.Foo"
	_ = unsafe.Sizeof // ERROR "unsafe\.Sizeof \(built-in\) must be called"
	_ = unsafe.Sizeof.x // ERROR "cannot select on unsafe\.Sizeof \(built-in\)"
	var k uintptr = unsafe.Sizeof(i)
	var k2 int = unsafe.Sizeof(i) // ERROR "cannot use unsafe\.Sizeof\(i\) \(constant 8 of type uintptr\) as type int in variable declaration"
	const k3 uint8 = unsafe.Sizeof(i) // ERROR "cannot use unsafe\.Sizeof\(i\) \(constant 8 of type uintptr\) as type uint8 in constant declaration"
	unsafe.Slice(p, 1) // ERROR "unsafe\.Slice\(p, 1\) \(value of type \[\]int\) is not used"
	_, _ = k, k2
}
