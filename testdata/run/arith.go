// Integer and floating-point operators at their edges: wrapping, division by
// minus one, shifts by any count, signs of zero.
package main

var minus1, zero, big = -1, 0, uint64(1) << 63

func div(x, y int) (q, r int)       { return x / y, x % y }
func div8(x, y int8) (q, r int8)    { return x / y, x % y }
func udiv(x, y uint8) (q, r uint8)  { return x / y, x % y }
func shl(x int32, n uint) int32     { return x << n }
func shr(x int32, n uint) int32     { return x >> n }
func ushr(x uint16, n uint8) uint16 { return x >> n }
func shl8(x uint8, n int64) uint8   { return x << n }

func integers() {
	min := -1 << 63
	println(min/minus1, min%minus1, min-1, -min)
	println(div(7, 2))
	println(div(-7, 2))
	println(div(7, -2))
	println(div8(-128, -1))
	println(udiv(200, 7))
	var u8 uint8 = 250
	u8 += 10
	var i16 int16 = 32767
	i16++
	println(u8, i16, big*2, big+big-1)
	println(7&^5, 6^3, ^0, 12|3, -8>>1)
	for i := int64(1); i < 100; i *= 7 {
		println(i/3, i%3, i/-4, i%-4, uint32(i)/5)
	}
}

func shifts() {
	for _, n := range []uint{0, 1, 31, 32, 33, 64, 1 << 40} {
		println(shl(3, n), shr(-9, n), shr(9, n), ushr(0xffff, uint8(n)))
	}
	println(shl8(200, 1), shl8(1, 8), shl8(255, 1<<40))
	var n int8 = 7
	x := 1 << n
	println(x, 1<<n>>n, int8(1)<<n)
}

func floats() {
	z := 0.0
	n := -z
	println(1/n, 1/z, z/z, 0.1+0.2, n)
	nan := z / z
	println(nan == nan, nan != nan, nan < 1, nan > 1, nan <= nan, nan >= nan)
	var f float32 = 16777216
	println(f+1, f+2, float32(0.1), float64(float32(0.1)))
	println(-f, +f, f*f, f/3)
	inf := 1 / z
	println(inf-inf, inf > 1e308, -inf < -1e308)
}

func complexes() {
	a, b := 3+4i, complex(1, -2)
	println(a+b, a-b, a*b, a/b, -a)
	println(real(a), imag(b), a == b, a != b, a == 3+4i)
	var c complex64 = 1e20 + 1e20i
	println(c*c, c/c)
	println(a / complex(0, zeroFloat()))
}

func zeroFloat() float64 { return float64(zero) }

func bools() {
	t, f := zero == 0, zero != 0
	println(t && f, t || f, !t, t == f, t != f, !(t && !f))
}

func main() {
	integers()
	shifts()
	floats()
	complexes()
	bools()
}

// Stderr:
// -9223372036854775808 0 9223372036854775807 -9223372036854775808
// 3 1
// -3 -1
// -3 1
// -128 0
// 28 4
// 4 -32768 0 18446744073709551615
// 2 5 -1 15 -4
// 0 1 0 1 0
// 2 1 -1 3 1
// 16 1 -12 1 9
// 3 -9 9 65535
// 6 -5 4 32767
// -2147483648 -1 0 0
// 0 -1 0 0
// 0 -1 0 0
// 0 -1 0 0
// 0 -1 0 65535
// 144 0 0
// 128 1 -128
// -Inf +Inf NaN +3.000000e-001 -0.000000e+000
// false true false false false false
// +1.677722e+007 +1.677722e+007 +1.000000e-001 +1.000000e-001
// -1.677722e+007 +1.677722e+007 +2.814750e+014 +5.592406e+006
// NaN true true
// (+4.000000e+000+2.000000e+000i) (+2.000000e+000+6.000000e+000i) (+1.100000e+001-2.000000e+000i) (-1.000000e+000+2.000000e+000i) (-3.000000e+000-4.000000e+000i)
// +3.000000e+000 -2.000000e+000 false true true
// (+0.000000e+000+Infi) (+1.000000e+000+0.000000e+000i)
// (+Inf+Infi)
// false true false false true false
