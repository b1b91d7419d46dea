package p

var s string
var a []int

func f() {
	_ = a[::]  // ERROR "middle index required in 3-index slice" "final index required in 3-index slice"
	_ = a[1:2:] // ERROR "final index required in 3-index slice"
	_ = s[1::3] // ERROR "middle index required in 3-index slice" "3-index slice of string"
	_ = a[2:1]  // ERROR "invalid slice indices: 1 < 2"
	var b int = "x" // ERROR "cannot use .x. .untyped string constant. as int value in variable declaration"
}
