// What print cannot print is noticed only by who compiles the call.
package p

type S struct{ a int }
type A [2]int

//go:noinline
func show(a A, s S) {
	println(1, struct{}{}) // ERROR "illegal types for operand: print(.|\n)*struct \{\}"
	println(a, "x", s)     // ERROR "illegal types for operand: print(.|\n)*A" "illegal types for operand: print(.|\n)*S"
	defer print(s)         // ERROR "illegal types for operand: print(.|\n)*S"
	go println(a)          // ERROR "illegal types for operand: print(.|\n)*A"
	println(s.a, a[0], show, &a, a[:], interface{}(s))
}
