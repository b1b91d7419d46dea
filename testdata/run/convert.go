// Conversions between numbers, strings, bytes and runes.
package main

import "unsafe"

type celsius float64
type id int32
type bytes []byte
type text string

//go:noinline
func f64(x float64) float64 { return x }

//go:noinline
func i64(x int64) int64 { return x }

func ints() {
	x := i64(-3)
	println(int8(x), uint8(x), int16(x), uint16(x), int32(x), uint32(x), uint64(x))
	y := i64(0x1234567890abcdef)
	println(int8(y), uint8(y), int16(y), uint16(y), int32(y), uint32(y), uintptr(y))
	var b uint8 = 200
	println(int(b), int8(b), int(int8(b)), uint64(int8(b)))
}

func floats() {
	for _, x := range []float64{0, 1.5, -1.5, 1e10, -1e10, 3e9, 1e19, 1.8e19, 1e20, -1e20, 1e300} {
		x = f64(x)
		println(int64(x), int32(x), int16(x), int8(x))
		println(uint64(x), uint32(x), uint16(x), uint8(x))
		f := float32(x)
		println(int64(f), int32(f), uint64(f), uint32(f), uint8(f))
	}
	zero := f64(0)
	nan, inf := zero/zero, 1/zero
	println(int64(nan), int32(nan), uint64(nan), uint32(nan))
	println(int64(inf), uint64(inf), int64(-inf), uint64(-inf))
	println(float64(float32(f64(0.1))), float32(f64(1e300)))
	var u uint64 = 1<<63 + 1<<11 + 1
	println(float64(u), float32(u), float64(i64(-1)), float32(i64(1<<24+1)))
	println(celsius(f64(36.6)), id(f64(41.9)))
	c := complex64(complex(f64(1.5), 2))
	println(c, complex128(c))
}

func strings() {
	b := []byte("héllo")
	println(len(b), b[1], b[2], string(b))
	r := []rune("héllo, 世界")
	println(len(r), r[1], r[7], string(r), string(r[7:]))
	println(string(rune(65)), string(rune(0x4e16)), string(rune(-1)), string(rune(0x10ffff+1)))
	println(string(rune(i64(955))))
	b[0] = 'J'
	println(string(b[:1]))
	println(string(bytes("ab")), text([]byte{0x61, 0x62}), string(text("t")+"u"))
	bad := "a\xffb\xc0\xaf"
	for i, c := range bad {
		print(i, ":", c, " ")
	}
	println(len([]rune(bad)))
	println(string([]rune(bad)) == "a\ufffdb\ufffd\ufffd")
	var empty []byte
	println(string(empty) == "", len([]byte("")), []byte("") == nil)
	long := "0123456789012345678901234567890123456789"
	println(string([]byte(long)), string([]rune(long)) == long)
}

func pointers() {
	s := []int{1, 2, 3, 4}
	a := (*[3]int)(s)
	a[1] = 20
	println(s[1], len(a))
	var none []int
	println((*[0]int)(none) == nil, (*[0]int)(s) == nil)
	x := 7
	p := unsafe.Pointer(&x)
	*(*int)(p) = 8
	println(x, uintptr(p) != 0, *(*int)(unsafe.Pointer(uintptr(p))))
	q := (*[4]int)(unsafe.Pointer(&s[0]))
	println(q[3], *(*int)(unsafe.Add(unsafe.Pointer(q), 8)))
	sl := unsafe.Slice(&s[1], 2)
	println(len(sl), cap(sl), sl[0], sl[1])
	bits := *(*uint64)(unsafe.Pointer(&[]float64{1.5}[0]))
	println(bits)
}

func main() {
	ints()
	floats()
	strings()
	pointers()
}

// Stderr:
// -3 253 -3 65533 -3 4294967293 18446744073709551613
// -17 239 -12817 52719 -1867788817 2427178479 1311768467294899695
// 200 -56 -56 18446744073709551560
// 0 0 0 0
// 0 0 0 0
// 0 0 0 0 0
// 1 1 1 1
// 1 1 1 1
// 1 1 1 1 1
// -1 -1 -1 -1
// 18446744073709551615 4294967295 65535 255
// -1 -1 18446744073709551615 4294967295 255
// 10000000000 -2147483648 0 0
// 10000000000 1410065408 0 0
// 10000000000 -2147483648 10000000000 1410065408 0
// -10000000000 -2147483648 0 0
// 18446744063709551616 2884901888 0 0
// -10000000000 -2147483648 18446744063709551616 2884901888 0
// 3000000000 -2147483648 0 0
// 3000000000 3000000000 0 0
// 3000000000 -2147483648 3000000000 3000000000 0
// -9223372036854775808 -2147483648 0 0
// 10000000000000000000 0 0 0
// -9223372036854775808 -2147483648 9999999980506447872 0 0
// -9223372036854775808 -2147483648 0 0
// 18000000000000000000 0 0 0
// -9223372036854775808 -2147483648 18000000404716257280 0 0
// -9223372036854775808 -2147483648 0 0
// 9223372036854775808 0 0 0
// -9223372036854775808 -2147483648 9223372036854775808 0 0
// -9223372036854775808 -2147483648 0 0
// 9223372036854775808 0 0 0
// -9223372036854775808 -2147483648 9223372036854775808 0 0
// -9223372036854775808 -2147483648 0 0
// 9223372036854775808 0 0 0
// -9223372036854775808 -2147483648 9223372036854775808 0 0
// -9223372036854775808 -2147483648 9223372036854775808 0
// -9223372036854775808 9223372036854775808 -9223372036854775808 9223372036854775808
// +1.000000e-001 +Inf
// +9.223372e+018 +9.223372e+018 -1.000000e+000 +1.677722e+007
// +3.660000e+001 41
// (+1.500000e+000+2.000000e+000i) (+1.500000e+000+2.000000e+000i)
// 6 195 169 héllo
// 9 233 19990 héllo, 世界 世界
// A 世 � �
// λ
// J
// ab ab tu
// 0:97 1:65533 2:98 3:65533 4:65533 5
// true
// true 0 false
// 0123456789012345678901234567890123456789 true
// 20 3
// true false
// 8 true 8
// 4 20
// 2 2 20 3
// 4609434218613702656
