// flags: -e
// Composite and function literals.
package p

type T struct {
	a int
	b string
}
type E struct {
	T
	c float64
}
type P *T
type F func()
type M map[string]int
type S []int

var i int
var s string

func structs() {
	_ = T{}
	_ = T{1, "a"}
	_ = T{1} // ERROR "too few values in T\{…\}"
	_ = T{1, "a", 3} // ERROR "too many values in T\{…\}"
	_ = T{"a", 1} // ERROR "cannot use .a. \(untyped string constant\) as int value in struct literal" "cannot use 1 \(untyped int constant\) as string value in struct literal"
	_ = T{a: 1}
	_ = T{a: 1, a: 2} // ERROR "duplicate field name a in struct literal"
	_ = T{a: "x"} // ERROR "cannot use .x. \(untyped string constant\) as int value in struct literal"
	_ = T{c: 1} // ERROR "unknown field 'c' in struct literal of type T"
	_ = T{A: 1} // ERROR "unknown field 'A' in struct literal of type T"
	_ = T{a: 1, "b"} // ERROR "mixture of field:value and value elements in struct literal"
	_ = T{1, b: "b"} // ERROR "mixture of field:value and value elements in struct literal"
	_ = T{1: 2} // ERROR "invalid field name 1 in struct literal"
	_ = T{s: 2} // ERROR "unknown field 's' in struct literal of type T"
	_ = T{"a": 2} // ERROR "invalid field name .a. in struct literal"
	_ = T{a: undefined1, b: undefined2} // ERROR "undefined: undefined1" "undefined: undefined2"
	_ = T{undefined3} // ERROR "undefined: undefined3" "too few values in T\{…\}"
	_ = E{a: 1} // ERROR "unknown field 'a' in struct literal of type E"
	_ = E{T: T{}, c: 1}
	_ = E{T{}, 1.5}
	_ = E{{}, 1.5} // ERROR "missing type in composite literal"
	_ = &T{1.5, nil} // ERROR "cannot use 1\.5 \(untyped float constant\) as int value in struct literal \(truncated\)" "cannot use nil as string value in struct literal"
	_ = T{nil, nil} // ERROR "cannot use nil as int value in struct literal" "cannot use nil as string value in struct literal"
	_ = T{_: 1} // ERROR "unknown field '_' in struct literal of type T"
	_ = struct{ x, y int }{1, 2, 3} // ERROR "too many values in struct\{x int; y int\}\{…\}"
	_ = struct{}{1} // ERROR "too many values in struct\{\}\{…\}"
	_ = struct{ x int }{y: 1} // ERROR "unknown field 'y' in struct literal of type struct\{x int\}"
	_ = P{} // ERROR "invalid composite literal type P"
	_ = &P{} // ERROR "invalid composite literal type P"
	_ = F{} // ERROR "invalid composite literal type F"
	_ = int{} // ERROR "invalid composite literal type int"
	_ = int{1} // ERROR "invalid composite literal type int"
	_ = i{} // ERROR "i \(variable of type int\) is not a type"
	_ = undefined4{1, undefined5} // ERROR "undefined: undefined4" "undefined: undefined5"
	_ = T{two()} // ERROR "multiple-value two\(\) \(value of type \(int, string\)\) in single-value context" "too few values in T\{…\}"
	_ = T{noValue(), int} // ERROR "noValue\(\) \(no value\) used as value" "int \(type\) is not an expression"
}

func two() (int, string)
func noValue()

func arrays() {
	_ = [2]int{1, 2, 3} // ERROR "index 2 is out of bounds \(>= 2\)"
	_ = [2]int{0: 1, 0: 2} // ERROR "duplicate index 0 in array or slice literal"
	_ = [2]int{1: 1, 2} // ERROR "index 2 is out of bounds \(>= 2\)"
	_ = [2]int{2: 1} // ERROR "invalid argument: index 2 out of bounds \[0:2\]"
	_ = [2]int{-1: 1} // ERROR "invalid argument: index -1 \(constant of type int\) must not be negative"
	_ = [2]int{i: 1} // ERROR "index i must be integer constant"
	_ = [2]int{"a": 1} // ERROR "cannot convert .a. \(untyped string constant\) to int"
	_ = [2]int{1.5: 1} // ERROR "1\.5 \(untyped float constant\) truncated to int"
	_ = [2]int{1.0: 1}
	_ = [...]int{5: 1, 4: 2, 3} // ERROR "duplicate index 5 in array or slice literal"
	_ = [...]int{5: 1, 4: 2, 5: 3} // ERROR "duplicate index 5 in array or slice literal"
	_ = [...]int{"a", 1.5} // ERROR "cannot use .a. \(untyped string constant\) as int value in array or slice literal" "cannot use 1\.5 \(untyped float constant\) as int value in array or slice literal \(truncated\)"
	_ = []int{1, "a", nil, 2.0, 2.5} // ERROR "cannot use .a. \(untyped string constant\) as int value in array or slice literal" "cannot use nil as int value in array or slice literal" "cannot use 2\.5 \(untyped float constant\) as int value in array or slice literal \(truncated\)"
	_ = []int{1 << 62: 1, 1 << 63: 2} // ERROR "1 << 63 \(untyped int constant 9223372036854775808\) overflows int"
	_ = []int8{127, 128, -128, -129} // ERROR "cannot use 128 \(untyped int constant\) as int8 value in array or slice literal \(overflows\)" "cannot use -129 \(untyped int constant\) as int8 value in array or slice literal \(overflows\)"
	_ = []string{1, 'a', "b"} // ERROR "cannot use 1 \(untyped int constant\) as string value in array or slice literal" "cannot use 'a' \(untyped rune constant 97\) as string value in array or slice literal"
	_ = [][]int{{1}, {"a"}, []int{2}, []string{"b"}, 1} // ERROR "cannot use .a. \(untyped string constant\) as int value in array or slice literal" "cannot use \[\]string\{…\} \(value of type \[\]string\) as type \[\]int in array or slice literal" "cannot use 1 \(untyped int constant\) as \[\]int value in array or slice literal"
	_ = []*T{{1, "a"}, &T{}, {a: "x"}, T{}} // ERROR "cannot use .x. \(untyped string constant\) as int value in struct literal" "cannot use T\{\} \(value of type T\) as type \*T in array or slice literal"
	_ = []P{{}}
	_ = [][2]T{{{1, "a"}, {2}}, {{}, {}, {}}} // ERROR "too few values in struct\{a int; b string\}\{…\}" "index 2 is out of bounds \(>= 2\)"
	_ = map[T]T{{1, "a"}: {2, "b"}, {1}: {}} // ERROR "too few values in struct\{a int; b string\}\{…\}"
	_ = map[*T]int{{}: 1}
	_ = [1]F{func() {}}
	_ = []int{0: 1, 2: 3, 1: 2, 4, 2: 3} // ERROR "duplicate index 2 in array or slice literal"
	var a [...]int // ERROR "invalid use of \[\.\.\.\] array \(outside a composite literal\)"
	var b = [...]int{1, 2, 3}
	var c [3]int = b
	var d [4]int = b // ERROR "cannot use b \(variable of type \[3\]int\) as type \[4\]int in variable declaration"
	x := []int{undefined1: 2, 3: undefined2} // ERROR "undefined: undefined1" "undefined: undefined2"
	_, _, _, _, _ = a, b, c, d, x
}

func maps() {
	_ = M{"a": 1, "b": 2, "a": 3} // ERROR "duplicate key .a. in map literal"
	_ = M{1: 1} // ERROR "cannot use 1 \(untyped int constant\) as string value in map literal"
	_ = M{"a": "b"} // ERROR "cannot use .b. \(untyped string constant\) as int value in map literal"
	_ = M{"a"} // ERROR "missing key in map literal"
	_ = M{s: 1, s: 2}
	_ = map[int]int{1: 1, 1.0: 2, 'a': 3, 97: 4} // ERROR "duplicate key 1 in map literal" "duplicate key 97 in map literal"
	_ = map[float64]int{1: 1, 1.0: 2, 1.5: 3, 1.5: 4} // ERROR "duplicate key 1 in map literal" "duplicate key 1\.5 in map literal"
	_ = map[interface{}]int{1: 1, 1.0: 2, "a": 3, "a": 4, uint(1): 5, 1: 6, nil: 7, nil: 8} // ERROR "duplicate key .a. in map literal" "duplicate key 1 in map literal"
	_ = map[bool]int{true: 1, false: 2, true: 3} // ERROR "duplicate key true in map literal"
	_ = map[complex128]int{1i: 1, 1i: 2, 1: 3, 1 + 0i: 4} // ERROR "duplicate key \(0 \+ 1i\) in map literal" "duplicate key \(1 \+ 0i\) in map literal"
	_ = map[uint64]int{1 << 63: 1, 1 << 63: 2} // ERROR "duplicate key 9223372036854775808 in map literal"
	_ = map[string]func(){"a": noValue, "b": two} // ERROR "cannot use two \(value of type func\(\) \(int, string\)\) as type func\(\) in map literal"
	_ = map[[]int]int{} // ERROR "invalid map key type \[\]int"
	_ = map[string]T{"a": {}, "b": {1}} // ERROR "too few values in struct\{a int; b string\}\{…\}"
	_ = M{undefined1: 1, "x": undefined2} // ERROR "undefined: undefined1" "undefined: undefined2"
	_ = map[string]int{"a": 1, nil: 2} // ERROR "cannot use nil as string value in map literal"
}

func funcs() {
	_ = func(x int) int { return "a" } // ERROR "cannot use .a. \(untyped string constant\) as int value in return statement"
	_ = func(x int) int {} // ERROR "missing return"
	f := func(a, b int) string { c := a; return b } // ERROR "c declared but not used" "cannot use b \(variable of type int\) as type string in return statement"
	f(1) // ERROR "not enough arguments in call to f\n\thave \(number\)\n\twant \(int, int\)"
	g := func() { g() } // ERROR "undefined: g"
	func() {} // ERROR "func\(\) \{\} \(value of type func\(\)\) is not used"
	func() int { return 1 } // ERROR "func\(\) int \{…\} \(value of type func\(\) int\) is not used"
	func() int { return 1 }()
	go func() {} // ERROR "expression in go must be function call"
	_, _ = f, g
	var h func(int) = func(string) {} // ERROR "cannot use func\(string\) \{\} \(value of type func\(string\)\) as type func\(int\) in variable declaration"
	h = func(x int) (y int) { return } // ERROR "cannot use func\(x int\) \(y int\) \{…\} \(value of type func\(x int\) \(y int\)\) as type func\(int\) in assignment"
	h = nil
	for i := range func() []int { return i }() { // ERROR "i declared but not used" "cannot use i \(variable of type int\) as type \[\]int in return statement"
	}
	x := func() int { return x }() // ERROR "x declared but not used" "undefined: x"
}
