// flags: -e
// Index and slice expressions, type assertions.
package p

type T struct{ f int }

func (T) M()  {}
func (*T) P() {}

type I interface{ M() }
type J interface{ P() }
type K interface{ M(int) string }
type MyInt int
type MyString string

var (
	i   int
	u64 uint64
	f   float64
	s   string
	ms  MyString
	arr [10]int
	pa  *[10]int
	ps  *[]int
	sl  []int
	m   map[string]int
	st  T
	e   interface{}
	it  I
	fn  func() [3]int
)

const str = "abc"

func index() {
	_ = i[0] // ERROR "invalid operation: cannot index i \(variable of type int\)"
	_ = st[0] // ERROR "invalid operation: cannot index st \(variable of type T\)"
	_ = ps[0] // ERROR "invalid operation: cannot index ps \(variable of type \*\[\]int\)"
	_ = nil[0] // ERROR "invalid operation: cannot index nil"
	_ = e[0] // ERROR "invalid operation: cannot index e \(variable of type interface\{\}\)"
	_ = 1[0] // ERROR "invalid operation: cannot index 1 \(untyped int constant\)"
	_ = str[3] // ERROR "invalid argument: index 3 out of bounds \[0:3\]"
	_ = str[-1] // ERROR "invalid argument: index -1 \(constant of type int\) must not be negative"
	_ = "foo"[1.0]
	_ = "foo"[1.5] // ERROR "1\.5 \(untyped float constant\) truncated to int"
	_ = "foo"["a"] // ERROR "cannot convert .a. \(untyped string constant\) to int"
	_ = arr[10] // ERROR "invalid argument: index 10 out of bounds \[0:10\]"
	_ = arr[-1] // ERROR "invalid argument: index -1 \(constant of type int\) must not be negative"
	_ = pa[10] // ERROR "invalid argument: index 10 out of bounds \[0:10\]"
	_ = arr[9]
	_ = arr[s] // ERROR "invalid argument: index s \(variable of type string\) must be integer"
	_ = arr[f] // ERROR "invalid argument: index f \(variable of type float64\) must be integer"
	_ = arr[1<<70] // ERROR "1 << 70 \(untyped int constant 1180591620717411303424\) overflows int"
	_ = arr[uint64(1<<63)] // ERROR "invalid argument: index uint64\(1 << 63\) \(constant 9223372036854775808 of type uint64\) overflows int"
	_ = sl[-1] // ERROR "invalid argument: index -1 \(constant of type int\) must not be negative"
	_ = sl[uint64(1<<63)] // ERROR "invalid argument: index uint64\(1 << 63\) \(constant 9223372036854775808 of type uint64\) overflows int"
	_ = sl[1e100] // ERROR "1e100 \(untyped float constant 1e\+100\) truncated to int"
	_ = sl[1e3]
	_ = sl[MyInt(2)]
	_ = sl[u64]
	_ = sl[nil] // ERROR "cannot convert nil to int"
	_ = sl[true] // ERROR "cannot convert true \(untyped bool constant\) to int"
	_ = sl['a']
	_ = sl[int8(-1)] // ERROR "invalid argument: index int8\(-1\) \(constant -1 of type int8\) must not be negative"
	_ = m[1] // ERROR "cannot use 1 \(untyped int constant\) as string value in map index"
	_ = m[nil] // ERROR "cannot use nil as string value in map index"
	_ = m[s]
	_ = m[ms] // ERROR "cannot use ms \(variable of type MyString\) as type string in map index"
	_ = m["a"]
	_ = m[undefined1] // ERROR "undefined: undefined1"
	_ = undefined2[1] // ERROR "undefined: undefined2"
	_ = sl[undefined3] // ERROR "undefined: undefined3"
	_ = sl[two()] // ERROR "multiple-value two\(\) \(value of type \(int, int\)\) in single-value context"
	_ = sl[int] // ERROR "int \(type\) is not an expression"
	_ = int[1] // ERROR "int is not a generic type"
	_ = len[1] // ERROR "invalid operation: cannot index len \(built-in\)"
	_ = fn()[3] // ERROR "invalid argument: index 3 out of bounds \[0:3\]"
	_ = fn()[2]
	_ = sl[i, i] // ERROR "invalid operation: more than one index"
	str[0] = 'a' // ERROR "cannot assign to str\[0\] \(value of type byte\)"
	s[0] = 'a' // ERROR "cannot assign to s\[0\] \(value of type byte\)"
	fn()[0] = 1 // ERROR "cannot assign to fn\(\)\[0\] \(value of type int\)"
	var b byte = str[1]
	const c = str[1] // ERROR "str\[1\] \(value of type byte\) is not constant"
	_ = b
}

func two() (int, int)

func slice() {
	_ = i[:] // ERROR "invalid operation: cannot slice i \(variable of type int\)"
	_ = st[1:] // ERROR "invalid operation: cannot slice st \(variable of type T\)"
	_ = m[1:] // ERROR "invalid operation: cannot slice m \(variable of type map\[string\]int\)"
	_ = nil[:] // ERROR "invalid operation: cannot slice nil"
	_ = e[:] // ERROR "invalid operation: cannot slice e \(variable of type interface\{\}\)"
	_ = ps[:] // ERROR "invalid operation: cannot slice ps \(variable of type \*\[\]int\)"
	_ = pa[:]
	_ = arr[:]
	_ = fn()[:] // ERROR "invalid operation: fn\(\) \(value of type \[3\]int\) \(slice of unaddressable value\)"
	_ = [3]int{}[:] // ERROR "invalid operation: \[3\]int\{\} \(value of type \[3\]int\) \(slice of unaddressable value\)"
	_ = (&[3]int{})[:]
	_ = s[1:2:3] // ERROR "invalid operation: 3-index slice of string"
	_ = str[1:4] // ERROR "invalid argument: index 4 out of bounds \[0:4\]"
	_ = str[2:1] // ERROR "invalid slice indices: 1 < 2"
	_ = str[3:]
	_ = str[4:] // ERROR "invalid argument: index 4 out of bounds \[0:4\]"
	_ = arr[11:] // ERROR "invalid argument: index 11 out of bounds \[0:11\]"
	_ = arr[10:]
	_ = arr[3:2] // ERROR "invalid slice indices: 2 < 3"
	_ = arr[3:2:1] // ERROR "invalid slice indices: 2 < 3"
	_ = arr[1:2:11] // ERROR "invalid argument: index 11 out of bounds \[0:11\]"
	_ = arr[:3:2] // ERROR "invalid slice indices: 2 < 3"
	_ = pa[5:4] // ERROR "invalid slice indices: 4 < 5"
	_ = sl[3:2] // ERROR "invalid slice indices: 2 < 3"
	_ = sl[3:5:4] // ERROR "invalid slice indices: 4 < 5"
	_ = sl[-1:] // ERROR "invalid argument: index -1 \(constant of type int\) must not be negative"
	_ = sl[f:] // ERROR "invalid argument: index f \(variable of type float64\) must be integer"
	_ = sl["a":] // ERROR "cannot convert .a. \(untyped string constant\) to int"
	_ = sl[1.5:] // ERROR "1\.5 \(untyped float constant\) truncated to int"
	_ = sl[1:1.0:2e0]
	_ = sl[nil:] // ERROR "cannot convert nil to int"
	_ = sl[undefined1:undefined2] // ERROR "undefined: undefined1" "undefined: undefined2"
	_ = undefined3[undefined4:] // ERROR "undefined: undefined3" "undefined: undefined4"
	var x string = str[:]
	var y MyString = ms[1:]
	var z string = ms[1:] // ERROR "cannot use ms\[1:\] \(value of type MyString\) as type string in variable declaration"
	sl[1:] = nil // ERROR "cannot assign to sl\[1:\] \(value of type \[\]int\)"
	_, _, _ = x, y, z
}

func assert() {
	_ = i.(int) // ERROR "invalid operation: i \(variable of type int\) is not an interface"
	_ = e.(int)
	_ = e.(undefined1) // ERROR "undefined: undefined1"
	_ = e.(i) // ERROR "i \(variable of type int\) is not a type"
	_ = it.(T)
	_ = it.(*T)
	_ = it.(int) // ERROR "impossible type assertion: it\.\(int\)\n\tint does not implement I \(missing M method\)"
	_ = it.(J)
	_ = it.(K)
	_ = e.(type) // ERROR "invalid AST: use of \.\(type\) outside type switch"
	_ = nil.(int) // ERROR "invalid operation: nil is not an interface"
	_ = s.(string) // ERROR "invalid operation: s \(variable of type string\) is not an interface"
	_, _ = it.(MyInt) // ERROR "impossible type assertion: it\.\(MyInt\)\n\tMyInt does not implement I \(missing M method\)"
	var j J
	_ = j.(T) // ERROR "impossible type assertion: j\.\(T\)\n\tT does not implement J \(P method has pointer receiver\)"
	_ = j.(*T)
	var k K
	_ = k.(T) // ERROR "impossible type assertion: k\.\(T\)\n\tT does not implement K \(wrong type for M method\)\n\t\thave M\(\)\n\t\twant M\(int\) string"
	_ = k.(*I) // ERROR "impossible type assertion: k\.\(\*I\)\n\t\*I does not implement K \(type \*I is pointer to interface, not interface\)"
	x, ok := e.(string)
	x, ok = 1, 2 // ERROR "cannot use 1 \(untyped int constant\) as string value in assignment" "cannot use 2 \(untyped int constant\) as bool value in assignment"
	var t T // ERROR "t declared but not used"
	t, ok = e.(int) // ERROR "cannot use e\.\(int\) \(value of type int\) as type T in assignment"
	type B bool
	var ok2 B // ERROR "ok2 declared but not used"
	t, ok2 = e.(T)
	_, ok3 := e.(T), 1 // ERROR "ok3 declared but not used"
}
