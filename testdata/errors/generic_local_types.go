// flags: -e
// Types declared in generic functions came with Go 1.20.
package p

type List[E any] []E

func (l List[E]) method() {
	type local struct{ x E } // ERROR "type declarations inside generic functions are not currently supported"
	var x local
	_ = x
}

func function[T any]() {
	const c = 1
	type ( // ERROR "type declarations inside generic functions are not currently supported"
		A = T
		B struct{}
	)
	func() {
		type inner int // ERROR "type declarations inside generic functions are not currently supported"
	}()
}

func ordinary() {
	type Local[T any] struct{ x T }
	_ = Local[int]{1}
}
