// flags: -e
// Operators: operands, mismatches, comparisons, shifts, constants.
package p

import "unsafe"

type T struct{ f int }
type U struct{ s []int }
type MyInt int
type I interface{ M() }
type A [2]func()

var (
	i   int
	u   uint
	f   float64
	c   complex128
	s   string
	b   bool
	p   *int
	sl  []int
	m   map[string]int
	fn  func()
	ch  chan int
	rch <-chan int
	sch chan<- int
	e   interface{}
	ifc I
	st  T
	us  U
	arr A
	mi  MyInt
	up  unsafe.Pointer
)

func noValue()
func two() (int, string)

func unary() {
	_ = -s // ERROR "invalid operation: operator - not defined on s \(variable of type string\)"
	_ = +b // ERROR "invalid operation: operator \+ not defined on b \(variable of type bool\)"
	_ = ^f // ERROR "invalid operation: operator \^ not defined on f \(variable of type float64\)"
	_ = !i // ERROR "invalid operation: operator ! not defined on i \(variable of type int\)"
	_ = -p // ERROR "invalid operation: operator - not defined on p \(variable of type \*int\)"
	_ = ^1.5 // ERROR "invalid operation: operator \^ not defined on 1\.5 \(untyped float constant\)"
	_ = !1 // ERROR "invalid operation: operator ! not defined on 1 \(untyped int constant\)"
	_ = -"a" // ERROR "invalid operation: operator - not defined on .a. \(untyped string constant\)"
	_ = *i // ERROR "invalid operation: cannot indirect i \(variable of type int\)"
	_ = *nil // ERROR "invalid operation: cannot indirect nil"
	_ = *len // ERROR "invalid operation: cannot indirect len \(built-in\)"
	_ = &1 // ERROR "invalid operation: cannot take address of 1 \(untyped int constant\)"
	_ = &f() // ERROR "invalid operation: cannot call non-function f \(variable of type float64\)"
	_ = &m["a"] // ERROR "invalid operation: cannot take address of m\[.a.\] \(map index expression of type int\)"
	_ = &T{}
	_ = &(T{})
	_ = &two // ERROR "invalid operation: cannot take address of two \(value of type func\(\) \(int, string\)\)"
	_ = <-i // ERROR "invalid operation: cannot receive from non-channel i \(variable of type int\)"
	_ = <-sch // ERROR "invalid operation: cannot receive from send-only channel sch \(variable of type chan<- int\)"
	_ = <-rch
	_ = ~i // ERROR "cannot use ~ outside of interface or type constraint"
	_ = -noValue() // ERROR "noValue\(\) \(no value\) used as value"
	_ = *noValue() // ERROR "noValue\(\) \(no value\) used as value or type"
	_ = -two() // ERROR "multiple-value two\(\) \(value of type \(int, string\)\) in single-value context"
	_ = -int // ERROR "int \(type\) is not an expression"
	_ = -len // ERROR "len \(built-in\) must be called"
}

func binary() {
	_ = i + f // ERROR "invalid operation: i \+ f \(mismatched types int and float64\)"
	_ = i + s // ERROR "invalid operation: i \+ s \(mismatched types int and string\)"
	_ = 1 + "a" // ERROR "invalid operation: 1 \+ .a. \(mismatched types untyped int and untyped string\)"
	_ = i + "a" // ERROR "invalid operation: i \+ .a. \(mismatched types int and untyped string\)"
	_ = i + 1.5 // ERROR "1\.5 \(untyped float constant\) truncated to int"
	_ = i + nil // ERROR "invalid operation: i \+ nil \(mismatched types int and untyped nil\)"
	_ = nil + nil // ERROR "invalid operation: operator \+ not defined on nil"
	_ = b + b // ERROR "invalid operation: operator \+ not defined on b \(variable of type bool\)"
	_ = s - s // ERROR "invalid operation: operator - not defined on s \(variable of type string\)"
	_ = f % f // ERROR "invalid operation: operator % not defined on f \(variable of type float64\)"
	_ = c | c // ERROR "invalid operation: operator \| not defined on c \(variable of type complex128\)"
	_ = i && i // ERROR "invalid operation: operator && not defined on i \(variable of type int\)"
	_ = b && i // ERROR "invalid operation: b && i \(mismatched types bool and int\)"
	_ = 1 || 2 // ERROR "invalid operation: operator \|\| not defined on 1 \(untyped int constant\)"
	_ = p + p // ERROR "invalid operation: operator \+ not defined on p \(variable of type \*int\)"
	_ = st + st // ERROR "invalid operation: operator \+ not defined on st \(variable of type T\)"
	_ = sl + sl // ERROR "invalid operation: operator \+ not defined on sl \(variable of type \[\]int\)"
	_ = fn + nil // ERROR "invalid operation: operator \+ not defined on fn \(variable of type func\(\)\)"
	_ = mi + i // ERROR "invalid operation: mi \+ i \(mismatched types MyInt and int\)"
	_ = e + 1 // ERROR "invalid operation: e \+ 1 \(mismatched types interface\{\} and int\)"
	_ = i + noValue() // ERROR "noValue\(\) \(no value\) used as value"
	_ = i + two() // ERROR "multiple-value two\(\) \(value of type \(int, string\)\) in single-value context"
	_ = i + int // ERROR "int \(type\) is not an expression"
	_ = i / 0 // ERROR "invalid operation: division by zero"
	_ = i % 0 // ERROR "invalid operation: division by zero"
	_ = f / 0
	_ = 1 / 0 // ERROR "invalid operation: division by zero"
	_ = 1.0 / 0 // ERROR "invalid operation: division by zero"
	_ = i / 0.0 // ERROR "invalid operation: division by zero"
	_ = c / 0
	_ = 1i / 0i // ERROR "invalid operation: division by zero"
	_ = 5 % 0 // ERROR "invalid operation: division by zero"
	_ = 1.5 % 1 // ERROR "invalid operation: operator % not defined on 1\.5 \(untyped float constant\)"
	_ = "a" + 1 // ERROR "invalid operation: .a. \+ 1 \(mismatched types untyped string and untyped int\)"
	_ = 'a' + 1.5
	_ = undefined1 + 1 // ERROR "undefined: undefined1"
	_ = 1 + undefined2 // ERROR "undefined: undefined2"
	i += "a" // ERROR "invalid operation: i \+= .a. \(mismatched types int and untyped string\)"
	i += f // ERROR "invalid operation: i \+= f \(mismatched types int and float64\)"
	s -= s // ERROR "invalid operation: operator - not defined on s \(variable of type string\)"
	i /= 0 // ERROR "invalid operation: division by zero"
	b += true // ERROR "invalid operation: operator \+ not defined on b \(variable of type bool\)"
	i <<= 1.5 // ERROR "1\.5 \(untyped float constant\) truncated to uint"
	mi += i // ERROR "invalid operation: mi \+= i \(mismatched types MyInt and int\)"
	i &^= f // ERROR "invalid operation: i &\^= f \(mismatched types int and float64\)"
}

func compare() {
	_ = i == f // ERROR "invalid operation: i == f \(mismatched types int and float64\)"
	_ = i == s // ERROR "invalid operation: i == s \(mismatched types int and string\)"
	_ = i == "a" // ERROR "invalid operation: i == .a. \(mismatched types int and untyped string\)"
	_ = i == nil // ERROR "invalid operation: i == nil \(mismatched types int and untyped nil\)"
	_ = nil == nil // ERROR "invalid operation: nil == nil \(operator == not defined on untyped nil\)"
	_ = nil == i // ERROR "invalid operation: nil == i \(mismatched types untyped nil and int\)"
	_ = p == nil
	_ = sl == sl // ERROR "invalid operation: sl == sl \(slice can only be compared to nil\)"
	_ = sl == nil
	_ = m == m // ERROR "invalid operation: m == m \(map can only be compared to nil\)"
	_ = fn == fn // ERROR "invalid operation: fn == fn \(func can only be compared to nil\)"
	_ = fn == nil
	_ = us == us // ERROR "invalid operation: us == us \(struct containing \[\]int cannot be compared\)"
	_ = arr == arr // ERROR "invalid operation: arr == arr \(\[2\]func\(\) cannot be compared\)"
	_ = st == st
	_ = st < st // ERROR "invalid operation: st < st \(operator < not defined on struct\)"
	_ = p < p // ERROR "invalid operation: p < p \(operator < not defined on pointer\)"
	_ = e < e // ERROR "invalid operation: e < e \(operator < not defined on interface\)"
	_ = sl < sl // ERROR "invalid operation: sl < sl \(operator < not defined on slice\)"
	_ = arr < arr // ERROR "invalid operation: arr < arr \(operator < not defined on array\)"
	_ = m > m // ERROR "invalid operation: m > m \(operator > not defined on map\)"
	_ = fn >= fn // ERROR "invalid operation: fn >= fn \(operator >= not defined on func\)"
	_ = ch <= ch // ERROR "invalid operation: ch <= ch \(operator <= not defined on chan\)"
	_ = b < b // ERROR "invalid operation: b < b \(operator < not defined on bool\)"
	_ = c < c // ERROR "invalid operation: c < c \(operator < not defined on complex128\)"
	_ = true < false // ERROR "invalid operation: true < false \(operator < not defined on untyped bool\)"
	_ = (i == i) < b // ERROR "invalid operation: \(i == i\) < b \(operator < not defined on bool\)"
	_ = 1i < 2i // ERROR "invalid operation: 1i < 2i \(operator < not defined on untyped complex\)"
	_ = e == i
	_ = e == sl // ERROR "invalid operation: e == sl \(slice can only be compared to nil\)"
	_ = ifc == i // ERROR "invalid operation: ifc == i \(mismatched types I and int\)"
	_ = ifc == st // ERROR "invalid operation: ifc == st \(mismatched types I and T\)"
	_ = e == ifc
	_ = ifc == nil
	_ = up == nil
	_ = up == p // ERROR "invalid operation: up == p \(mismatched types unsafe\.Pointer and \*int\)"
	_ = ch == rch
	_ = rch == sch // ERROR "invalid operation: rch == sch \(mismatched types <-chan int and chan<- int\)"
	_ = mi == i // ERROR "invalid operation: mi == i \(mismatched types MyInt and int\)"
	_ = mi == 1
	_ = mi == 1.5 // ERROR "1\.5 \(untyped float constant\) truncated to int"
	_ = s == 'a' // ERROR "invalid operation: s == 'a' \(mismatched types string and untyped rune\)"
	_ = nil < nil // ERROR "invalid operation: nil < nil \(operator < not defined on untyped nil\)"
	_ = p == 0 // ERROR "cannot convert 0 \(untyped int constant\) to \*int"
	_ = int == i // ERROR "int \(type\) is not an expression"
	_ = u == -1 // ERROR "-1 \(untyped int constant\) overflows uint"
	_ = uint8(1) == 256 // ERROR "256 \(untyped int constant\) overflows uint8"
	var x struct{ a, _ []int }
	_ = x == x // ERROR "invalid operation: x == x \(struct containing \[\]int cannot be compared\)"
	_ = [1]U{} == [1]U{} // ERROR "invalid operation: \[1\]U\{\} == \[1\]U\{\} \(\[1\]U cannot be compared\)"
	_ = struct{ a [2][]int }{} == struct{ a [2][]int }{} // ERROR "invalid operation: struct\{a \[2\]\[\]int\}\{\} == struct\{a \[2\]\[\]int\}\{\} \(struct containing \[2\]\[\]int cannot be compared\)"
}

func shift() {
	_ = 1 << f // ERROR "invalid operation: shift count f \(variable of type float64\) must be integer"
	_ = 1 << -1 // ERROR "invalid operation: negative shift count -1 \(untyped int constant\)"
	_ = 1 << s // ERROR "invalid operation: shift count s \(variable of type string\) must be integer"
	_ = 1 << nil // ERROR "cannot convert nil to uint"
	_ = 1 << 1.0
	_ = 1 << 1.5 // ERROR "1\.5 \(untyped float constant\) truncated to uint"
	_ = 1.5 << 1 // ERROR "invalid operation: shifted operand 1\.5 \(untyped float constant\) must be integer"
	_ = "a" << 1 // ERROR "invalid operation: shifted operand .a. \(untyped string constant\) must be integer"
	_ = f << 1 // ERROR "invalid operation: shifted operand f \(variable of type float64\) must be integer"
	_ = 1.0 << u // ERROR "invalid operation: 1\.0 << u \(shift of type float64\)"
	var f1 float64 = 1 << u // ERROR "invalid operation: 1 << u \(shift of type float64\)"
	var i1 int = 1.0 << u
	var i2 int8 = 300 << u // ERROR "300 \(untyped int constant\) overflows int8"
	var e1 interface{} = 1.0 << u // ERROR "invalid operation: 1\.0 << u \(shift of type float64\)"
	_ = 1.0<<u + f // ERROR "invalid operation: 1\.0 << u \(shift of type float64\)"
	_ = f + 1<<u // ERROR "invalid operation: 1 << u \(shift of type float64\)"
	_ = 1 << 2000 // ERROR "invalid operation: invalid shift count 2000 \(untyped int constant\)"
	_ = 1 << 600 // ERROR "constant shift overflow"
	_ = 1 << 511 << 2 // ERROR "constant shift overflow"
	_ = i << 1 << u
	_ = i << (1 << u)
	_ = float64(1 << u) // ERROR "invalid operation: 1 << u \(shift of type float64\)"
	_ = sl[1.0<<u]
	_ = make([]int, 1.0<<u)
	_ = 1<<u == 1.5 // ERROR "invalid operation: 1 << u \(shift of type float64\)"
	_ = 1<<u == f // ERROR "invalid operation: 1 << u \(shift of type float64\)"
	_ = complex(1<<u, 0) // ERROR "invalid operation: 1 << u \(shift of type float64\)"
	_ = real(1 << u) // ERROR "invalid operation: 1 << u \(shift of type complex128\)"
	_ = string(1 << u) // ERROR "invalid operation: 1 << u \(shift of type string\)"
	_ = []int{}[1<<u]
	_ = 1 << i
	_ = 1 << int8(-1) // ERROR "invalid operation: negative shift count int8\(-1\) \(constant -1 of type int8\)"
	_ = u >> uint64(1<<63)
	_ = MyInt(1) << 70 // ERROR "MyInt\(1\) << 70 \(constant 1180591620717411303424 of type MyInt\) overflows int"
	_ = 1 << (1 << 70) // ERROR "\(1 << 70\) \(untyped int constant 1180591620717411303424\) overflows uint"
	_ = 1 << "a" // ERROR "cannot convert .a. \(untyped string constant\) to uint"
	_ = i << true // ERROR "cannot convert true \(untyped bool constant\) to uint"
	_, _, _, _ = f1, i1, i2, e1
}

const (
	big    = 1 << 500
	_      = big * big // ERROR "constant multiplication overflow"
	_      = big << 20 // ERROR "constant shift overflow"
	_      = big + big
	_      = ^big * 100000 // ERROR "constant multiplication overflow"
	_      = -big * big // ERROR "constant multiplication overflow"
	_      = int8(100) + 100 // ERROR "int8\(100\) \+ 100 \(constant 200 of type int8\) overflows int8"
	_      = uint8(1) - 2 // ERROR "uint8\(1\) - 2 \(constant -1 of type uint8\) overflows uint8"
	_      = -uint(1) // ERROR "-uint\(1\) \(constant -1 of type uint\) overflows uint"
	_      = ^uint8(3)
	_      = int8(-128) / -1 // ERROR "int8\(-128\) / -1 \(constant 128 of type int8\) overflows int8"
	_      = -int8(-128) // ERROR "-int8\(-128\) \(constant 128 of type int8\) overflows int8"
	_      = float32(1e38) * 10 // ERROR "float32\(1e38\) \* 10 \(constant 1e\+39 of type float32\) overflows float32"
	_      = 1e1000 * 1e1000
	_      = MyInt(1) << 63 // ERROR "MyInt\(1\) << 63 \(constant 9223372036854775808 of type MyInt\) overflows int"
	_      = i // ERROR "i \(variable of type int\) is not constant"
	_      = len(sl) // ERROR "len\(sl\) \(value of type int\) is not constant"
	_      = noValue() // ERROR "noValue\(\) \(no value\) used as value"
	_ int  = "a" // ERROR "cannot use .a. \(untyped string constant\) as int value in constant declaration"
	_ int8 = 1000 // ERROR "cannot use 1000 \(untyped int constant\) as int8 value in constant declaration \(overflows\)"
	_ uint = -1 // ERROR "cannot use -1 \(untyped int constant\) as uint value in constant declaration \(overflows\)"
	_ int  = 1.5 // ERROR "cannot use 1\.5 \(untyped float constant\) as int value in constant declaration \(truncated\)"
	_      = iota + "a" // ERROR "invalid operation: iota \+ .a. \(mismatched types untyped int and untyped string\)"
	_      = 5.0 % 2 // ERROR "invalid operation: operator % not defined on 5\.0 \(untyped float constant 5\)"
	_      = 5.5 % 2 // ERROR "invalid operation: operator % not defined on 5\.5 \(untyped float constant\)"
	_      = "a" < 1 // ERROR "invalid operation: .a. < 1 \(mismatched types untyped string and untyped int\)"
	_      = true && 1 // ERROR "invalid operation: true && 1 \(mismatched types untyped bool and untyped int\)"
	_      = uint8(255) + uint16(1) // ERROR "invalid operation: uint8\(255\) \+ uint16\(1\) \(mismatched types uint8 and uint16\)"
	_      = ^0.5 // ERROR "invalid operation: operator \^ not defined on 0\.5 \(untyped float constant\)"
	_      = nil // ERROR "nil is not constant"
	_ T    = 1 // ERROR "invalid constant type T"
)
