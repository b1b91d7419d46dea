// flags: -e
// Statements.
package p

type T struct{ f int }

func (T) M()  {}
func (*T) P() {}

type I interface{ M() }
type MyBool bool
type MyInt int

var (
	i   int
	u8  uint8
	s   string
	b   bool
	mb  MyBool
	fl  float64
	p   *int
	e   interface{}
	it  I
	t   T
	sl  []int
	m   map[string]float64
	arr [3]int
	pa  *[3]string
	ch  chan int
	rch <-chan int
	sch chan<- string
	fn  func()
)

func noValue()
func two() (int, string)

func exprs() {
	i // ERROR "i \(variable of type int\) is not used"
	1 // ERROR "1 \(untyped int constant\) is not used"
	"a" // ERROR ".a. \(untyped string constant\) is not used"
	i + 1 // ERROR "i \+ 1 \(value of type int\) is not used"
	-i // ERROR "-i \(value of type int\) is not used"
	noValue // ERROR "noValue \(value of type func\(\)\) is not used"
	noValue()
	two()
	<-ch
	(<-ch)
	(noValue())
	t.f // ERROR "t\.f \(variable of type int\) is not used"
	t.M // ERROR "t\.M \(value of type func\(\)\) is not used"
	t.M()
	T.M // ERROR "T\.M \(value of type func\(T\)\) is not used"
	sl[0] // ERROR "sl\[0\] \(variable of type int\) is not used"
	sl[1:] // ERROR "sl\[1:\] \(value of type \[\]int\) is not used"
	m["a"] // ERROR "m\[.a.\] \(map index expression of type float64\) is not used"
	e.(int) // ERROR "e\.\(int\) \(comma, ok expression of type int\) is not used"
	T{} // ERROR "T\{\} \(value of type T\) is not used"
	T // ERROR "T \(type\) is not an expression"
	int // ERROR "int \(type\) is not an expression"
	len // ERROR "len \(built-in\) must be called"
	nil // ERROR "nil is not used"
	undefined1 // ERROR "undefined: undefined1"
	&i // ERROR "&i \(value of type \*int\) is not used"
	*p // ERROR "\*p \(variable of type int\) is not used"
	i == 1 // ERROR "i == 1 \(untyped bool value\) is not used"
	b && b // ERROR "b && b \(value of type bool\) is not used"
	func() {} // ERROR "func\(\) \{\} \(value of type func\(\)\) is not used"
	int(1) // ERROR "int\(1\) \(constant 1 of type int\) is not used"
	ch <- 1
	ch <- "a" // ERROR "cannot use .a. \(untyped string constant\) as int value in send"
	rch <- 1 // ERROR "invalid operation: cannot send to receive-only channel rch \(variable of type <-chan int\)"
	sch <- 1 // ERROR "cannot use 1 \(untyped int constant\) as string value in send"
	sch <- "a"
	i <- 1 // ERROR "invalid operation: cannot send to non-channel i \(variable of type int\)"
	nil <- 1 // ERROR "invalid operation: cannot send to non-channel nil"
	ch <- nil // ERROR "cannot use nil as int value in send"
	ch <- noValue() // ERROR "noValue\(\) \(no value\) used as value"
	ch <- undefined2 // ERROR "undefined: undefined2"
	_ = <-sch // ERROR "invalid operation: cannot receive from send-only channel sch \(variable of type chan<- string\)"
}

func conds() {
	if i { // ERROR "non-boolean condition in if statement"
	}
	if 1 { // ERROR "non-boolean condition in if statement"
	}
	if s == "a" {
	}
	if mb {
	}
	if nil { // ERROR "non-boolean condition in if statement"
	}
	if noValue() { // ERROR "noValue\(\) \(no value\) used as value"
	}
	if x := 1; x { // ERROR "non-boolean condition in if statement"
	}
	if undefined1 { // ERROR "undefined: undefined1"
	}
	for i { // ERROR "non-boolean condition in for statement"
	}
	for ; "a"; { // ERROR "non-boolean condition in for statement"
	}
	for mb {
	}
	for i := 0; i < 10; i++ {
		i := "a" // ERROR "i declared but not used"
	}
	for i := 0; i < "a"; i++ { // ERROR "invalid operation: i < .a. \(mismatched types int and untyped string\)"
	}
	if b := true; b {
	} else if c := 1; c { // ERROR "non-boolean condition in if statement"
	} else {
		c = "x" // ERROR "cannot use .x. \(untyped string constant\) as int value in assignment"
	}
}

func switches() {
	switch i {
	case 1, 2, 1: // ERROR "duplicate case 1 \(constant of type int\) in expression switch\n\tLINE:7: previous case"
	case 2.0: // ERROR "duplicate case 2\.0 \(constant 2 of type int\) in expression switch\n\tLINE-1:10: previous case"
	case 1.5: // ERROR "1\.5 \(untyped float constant\) truncated to int"
	case "a": // ERROR "cannot convert .a. \(untyped string constant\) to int"
	case nil: // ERROR "cannot convert nil to int"
	case i:
	case undefined1: // ERROR "undefined: undefined1"
	case u8: // ERROR "invalid case u8 in switch on i \(mismatched types uint8 and int\)"
	case 1 << 70: // ERROR "1 << 70 \(untyped int constant 1180591620717411303424\) overflows int"
	case 'a', 97: // ERROR "duplicate case 97 \(constant of type int\) in expression switch\n\tLINE:7: previous case"
	default:
	default: // ERROR "multiple defaults \(first at LINE-1:2\)"
	}
	switch u8 {
	case 255, 256: // ERROR "256 \(untyped int constant\) overflows uint8"
	case -1: // ERROR "-1 \(untyped int constant\) overflows uint8"
	}
	switch s {
	case "a", "b", "a": // ERROR "duplicate case .a. \(constant of type string\) in expression switch\n\tLINE:7: previous case"
	}
	switch fl {
	case 1, 1.0, 1.5, 1.5: // ERROR "duplicate case 1\.0 \(constant 1 of type float64\) in expression switch\n\tLINE:7: previous case" "duplicate case 1\.5 \(constant of type float64\) in expression switch\n\tLINE:15: previous case"
	}
	switch {
	case true, false, true:
	case i: // ERROR "invalid case i in switch on true \(mismatched types int and bool\)"
	case 1: // ERROR "cannot convert 1 \(untyped int constant\) to bool"
	case i > 1, mb: // ERROR "invalid case mb in switch on true \(mismatched types MyBool and bool\)"
	}
	switch b {
	case true, true:
	case mb: // ERROR "invalid case mb in switch on b \(mismatched types MyBool and bool\)"
	}
	switch e {
	case 1, 1, uint8(1), "a", "a", nil, nil, 1.0: // ERROR "duplicate case 1 \(constant of type int\) in expression switch\n\tLINE:7: previous case" "duplicate case .a. \(constant of type string\) in expression switch\n\tLINE:23: previous case"
	case sl: // ERROR "invalid case sl in switch on e \(slice can only be compared to nil\)"
	case t, t:
	}
	switch sl {
	case nil:
	case sl: // ERROR "invalid case sl in switch on sl \(slice can only be compared to nil\)"
	}
	switch fn {
	case nil, noValue: // ERROR "invalid case noValue in switch on fn \(func can only be compared to nil\)"
	}
	switch (struct{ x []int }{}) { // ERROR "cannot switch on \(struct\{x \[\]int\}\{\}\) \(value of type struct\{x \[\]int\}\) \(struct\{x \[\]int\} is not comparable\)"
	}
	switch nil { // ERROR "use of untyped nil in switch expression"
	}
	switch noValue() { // ERROR "noValue\(\) \(no value\) used as value"
	}
	switch two() { // ERROR "multiple-value two\(\) \(value of type \(int, string\)\) in single-value context"
	}
	switch int { // ERROR "int \(type\) is not an expression"
	}
	switch 1 {
	case 1, 1: // ERROR "duplicate case 1 \(constant of type int\) in expression switch\n\tLINE:7: previous case"
	case "a": // ERROR "cannot convert .a. \(untyped string constant\) to int"
	}
	switch x := 5; x {
	case x:
	}
	switch 1 << 100 { // ERROR "cannot use 1 << 100 \(untyped int constant 1267650600228229401496703205376\) as int value in switch expression \(overflows\)"
	}
	switch x := undefined2; x { // ERROR "undefined: undefined2"
	case 1, 1:
	}
	switch p {
	case nil, nil, &i:
	case 0: // ERROR "cannot convert 0 \(untyped int constant\) to \*int"
	}
	switch it {
	case t, &t, i: // ERROR "invalid case i in switch on it \(mismatched types int and I\)"
	}
}

func typeSwitches() {
	switch e.(type) {
	case int, string, int: // ERROR "duplicate case int in type switch\n\tLINE:7: previous case"
	case nil, nil: // ERROR "duplicate case nil in type switch\n\tLINE:7: previous case"
	case undefined1: // ERROR "undefined: undefined1"
	case i: // ERROR "i \(variable of type int\) is not a type"
	case []int, map[string]int, []int: // ERROR "duplicate case \[\]int in type switch\n\tLINE:7: previous case"
	case I, T, interface{ M() }:
	default:
	default: // ERROR "multiple defaults \(first at LINE-1:2\)"
	}
	switch i.(type) { // ERROR "i \(variable of type int\) is not an interface"
	case int:
	}
	switch x := e.(type) { // ERROR "x declared but not used"
	}
	switch x := e.(type) {
	case int:
	case string:
		x := 1 // ERROR "no new variables on left side of :=" "cannot use 1 \(untyped int constant\) as string value in assignment"
	}
	switch x := e.(type) {
	case int:
		_ = x + "a" // ERROR "invalid operation: x \+ .a. \(mismatched types int and untyped string\)"
	case string, int8:
		_ = x + 1 // ERROR "invalid operation: x \+ 1 \(mismatched types interface\{\} and int\)"
	case nil:
		_ = x + 1 // ERROR "invalid operation: x \+ 1 \(mismatched types interface\{\} and int\)"
	default:
		x.foo() // ERROR "x\.foo undefined \(type interface\{\} has no field or method foo\)"
	}
	switch _ := e.(type) { // ERROR "no new variable on left side of :="
	case int:
	}
	switch it.(type) {
	case T, *T:
	case int: // ERROR "impossible type switch case: int\n\tit \(variable of type I\) cannot have dynamic type int \(missing M method\)"
	case *I: // ERROR "impossible type switch case: \*I\n\tit \(variable of type I\) cannot have dynamic type \*I \(type \*I is pointer to interface, not interface\)"
	case MyInt, error: // ERROR "impossible type switch case: MyInt\n\tit \(variable of type I\) cannot have dynamic type MyInt \(missing M method\)"
	}
	switch x := undefined2.(type) { // ERROR "undefined: undefined2"
	case int:
		undefined3()
	}
	switch y := 1; x := it.(type) { // ERROR "y declared but not used"
	case T:
		x.f = "a" // ERROR "cannot use .a. \(untyped string constant\) as int value in assignment"
	case *T:
		x.zz() // ERROR "x\.zz undefined \(type \*T has no field or method zz\)"
	}
	switch x := i.(type) { // ERROR "i \(variable of type int\) is not an interface"
	case int:
		_ = x
	}
}

func ranges() {
	for range i { // ERROR "cannot range over i \(variable of type int\)"
	}
	for i := range 10 { // ERROR "cannot range over 10 \(untyped int constant\)"
	}
	for x := range nil { // ERROR "cannot range over nil"
	}
	for i, c := range s {
		var r rune = c
		var b byte = c // ERROR "cannot use c \(variable of type rune\) as type byte in variable declaration"
		_, _, _ = i, r, b
	}
	for i, v := range arr { // ERROR "i declared but not used"
		var x string = v // ERROR "cannot use v \(variable of type int\) as type string in variable declaration"
	}
	for i, v := range pa {
		i = v // ERROR "cannot use v \(variable of type string\) as type int in assignment"
	}
	for k, v := range m {
		k, v = v, k // ERROR "cannot use v \(variable of type float64\) as type string in assignment" "cannot use k \(variable of type string\) as type float64 in assignment"
	}
	for v := range ch {
		v = "a" // ERROR "cannot use .a. \(untyped string constant\) as int value in assignment"
	}
	for v, w := range ch { // ERROR "v declared but not used" "range over ch \(variable of type chan int\) permits only one iteration variable"
	}
	for range sch { // ERROR "cannot range over sch \(variable of type chan<- string\) \(receive from send-only channel\)"
	}
	for v := range rch { // ERROR "v declared but not used"
	}
	for i, j, k := range sl { // ERROR "i declared but not used" "j declared but not used" "range clause permits at most two iteration variables"
	}
	for i, j = range sl { // ERROR "undefined: j"
	}
	for s = range sl { // ERROR "cannot use s \(value of type int\) as type string in assignment"
	}
	for i, s = range sl { // ERROR "cannot use s \(value of type int\) as type string in assignment"
	}
	for _, s = range sl { // ERROR "cannot use s \(value of type int\) as type string in assignment"
	}
	for t.f = range sl {
	}
	for t.f, sl[0] = range sl {
	}
	for m["a"] = range sl { // ERROR "cannot use m\[.a.\] \(value of type int\) as type float64 in assignment"
	}
	for t.f := range sl { // ERROR "no new variables on left side of :=" "cannot declare t\.f"
	}
	for _ := range sl { // ERROR "no new variables on left side of :="
	}
	for _, _ := range sl { // ERROR "no new variables on left side of :="
	}
	for _ = range sl {
	}
	for i, i := range sl { // ERROR "i declared but not used" "i redeclared in this block\n\tLINE:6: other declaration of i"
	}
	for range fn { // ERROR "cannot range over fn \(variable of type func\(\)\)"
	}
	for range &sl { // ERROR "cannot range over &sl \(value of type \*\[\]int\)"
	}
	for range t { // ERROR "cannot range over t \(variable of type T\)"
	}
	for range noValue() { // ERROR "noValue\(\) \(no value\) used as value"
	}
	for range two() { // ERROR "multiple-value two\(\) \(value of type \(int, string\)\) in single-value context"
	}
	for x := range undefined1 { // ERROR "undefined: undefined1"
		_ = x
	}
	for undefined2 = range sl { // ERROR "undefined: undefined2"
	}
	for 1 = range sl { // ERROR "cannot assign to 1 \(untyped int constant\)"
	}
	for range "abc" {
	}
	for i, c := range "abc" { // ERROR "i declared but not used" "c declared but not used"
	}
}

func selects() {
	select {
	case <-ch:
	case x := <-ch: // ERROR "x declared but not used"
	case x, ok := <-ch:
		_, _ = x, ok
	case i = <-ch:
	case s = <-ch: // ERROR "cannot use <-ch \(comma, ok expression of type int\) as type string in assignment"
	case i, b = <-ch:
	case i, mb = <-ch:
	case i, i = <-ch: // ERROR "cannot use <-ch \(untyped bool value\) as int value in assignment"
	case ch <- 1:
	case ch <- "a": // ERROR "cannot use .a. \(untyped string constant\) as int value in send"
	case rch <- 1: // ERROR "invalid operation: cannot send to receive-only channel rch \(variable of type <-chan int\)"
	case <-sch: // ERROR "invalid operation: cannot receive from send-only channel sch \(variable of type chan<- string\)"
	case <-i: // ERROR "invalid operation: cannot receive from non-channel i \(variable of type int\)"
	case i: // ERROR "select case must be send or receive \(possibly with assignment\)"
	case noValue(): // ERROR "select case must be send or receive \(possibly with assignment\)"
	case x := 1: // ERROR "select case must be send or receive \(possibly with assignment\)"
	case i = 1: // ERROR "select case must be send or receive \(possibly with assignment\)"
	case (<-ch):
	case x := (<-ch): // ERROR "x declared but not used"
	case i++: // ERROR "select case must be send or receive \(possibly with assignment\)"
	case _ = <-ch:
	case _ := <-ch: // ERROR "no new variables on left side of :="
	case undefined1 <- 1: // ERROR "undefined: undefined1"
	case <-undefined2: // ERROR "undefined: undefined2"
	case x, y, z := <-ch: // ERROR "assignment mismatch: 3 variables but 1 value"
	case i += <-ch:
	default:
	default: // ERROR "multiple defaults \(first at LINE-1:2\)"
	}
}

func gos() {
	go noValue()
	go two()
	go len(s) // ERROR "go discards result of len\(s\) \(value of type int\)"
	defer copy(sl, sl)
	go undefined1() // ERROR "undefined: undefined1"
	defer func() { return 1 }() // ERROR "too many return values\n\thave \(number\)\n\twant \(\)"
	go func() int { }() // ERROR "missing return"
	defer t.M()
	defer t.P // ERROR "expression in defer must be function call"
	go T{}.M()
	defer T{}.P() // ERROR "cannot call pointer method P on T"
	go i // ERROR "expression in go must be function call" "invalid operation: cannot call non-function i \(variable of type int\)"
	go i() // ERROR "invalid operation: cannot call non-function i \(variable of type int\)"
}

func missing1() int {
	for {
		break
	}
} // ERROR "missing return"
func missing2() int {
	if b {
		return 1
	}
} // ERROR "missing return"
func missing3() int {
	switch i {
	case 1:
		return 1
	}
} // ERROR "missing return"
func missing4() int {
	switch {
	default:
		return 1
	case b:
		break
	}
} // ERROR "missing return"
func missing5() int {
L:
	for {
		for {
			break L
		}
	}
} // ERROR "missing return"
func missing6() int {
	select {
	case <-ch:
		return 1
	case <-rch:
	}
} // ERROR "missing return"
func missing7() int { panic := func(int) {}; panic(1) } // ERROR "missing return"
func missing8() int {
	for range sl {
	}
} // ERROR "missing return"
func missing9() int {
	panic() // ERROR "invalid operation: not enough arguments for panic\(\) \(expected 1, found 0\)"
} // ERROR "missing return"
func ok1() int { panic(1) }
func ok2() int { (panic)("a") }
func ok3() int { for { } }
func ok4() int { select {} }
func ok5() int { L: goto L }
func ok6() int { if b { return 1 } else { panic(1) } }
func ok7() int { { return 1 }; ; }
func ok8() int { switch { case b: fallthrough; default: return 1 } }
func ok9() int { L: for { for { break } ; continue L } }
