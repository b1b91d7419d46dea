// flags: -e
// One mistake, one message: what an invalid value is converted or assigned to
// is silent, but for a mistake that was not reported yet.
package p

type cell struct{ n int }

func f(constraint interface{ int | bool }) { // ERROR "cannot use type interface\{int\|bool\} outside a type constraint"
	var i int = float64(byte[cell]{}) // ERROR "byte is not a generic type"
	var s string = float64(undef{1})  // ERROR "undefined: undef"
	_ = cell{float64(undef{})}        // ERROR "undefined: undef"
	for range 1 << 100 { // ERROR "cannot range over 1 << 100"
	}
	constraint |= true // ERROR "cannot convert true \(untyped bool constant\) to interface\{int\|bool\}"
	_ = constraint + 2 // ERROR "cannot convert 2 \(untyped int constant\) to interface\{int\|bool\}"
	_, _ = i, s
}

func g() {
	var variadic func(...int[int]) // ERROR "int is not a generic type"
	variadic(nil, []int{}...)
}

var M = map[cell]int{M{0}: 0} // ERROR "initialization loop for M" "cannot use M{…} \(value with invalid type\) as type cell in map literal"
