// flags: -e
// What gc says behind the first mistake in a list.
package p

type S struct {
	(embedded) map[string]int // ERROR "cannot parenthesize embedded type"
}

func (x func[T]) m(T) {} // ERROR "function type must have no type parameters"

type I interface {
	m[_ any]() // ERROR "interface method must have no type parameters"
}

func (x *~int[P, Q]) two() {} // ERROR "unexpected ~, expecting type" "method has multiple receivers"

func (I) many[P, Q any](P) {} // ERROR "method must have no type parameters"

func () none[P](P) {} // ERROR "method has no receiver" "missing type constraint"

func labels() {
_: // ERROR "missing statement after label"
_: // ERROR "missing statement after label"
	) // ERROR "unexpected \), expecting }"
} // ERROR "non-declaration statement outside function body"

func generic() {
	if &[x]!= &x[2] { // ERROR "unexpected !=, expecting type"
		println:("no literal")
	}
}

type Array [n // ERROR "unexpected newline in parameter list; possibly missing comma or ]"

func swallowed() {} // ERROR "missing type constraint"

func assertion() {
	y, ok = g().(func int) // ERROR "unexpected int, expecting \("
	if y(40) != 41 { // ERROR "unexpected if at end of statement"
	}
}

func calls() {
	defer func() { // ERROR "expression in defer must be function call"
		switch 1 {
		case 1:
