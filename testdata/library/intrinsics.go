package main

import (
	"fmt"
	"math"
	"math/bits"
	"sync/atomic"
)

// Functions that are instructions: called, and as func values, which are the
// library's own code.

//go:noinline
func num(x uint64) uint64 { return x }

type counters struct {
	a int32
	b uint32
	c int64
	d uint64
	e uintptr
}

func lengths(x uint64) {
	fmt.Println(bits.Len(uint(x)), bits.Len8(uint8(x)), bits.Len16(uint16(x)),
		bits.Len32(uint32(x)), bits.Len64(x),
		bits.TrailingZeros8(uint8(x)), bits.TrailingZeros16(uint16(x)),
		bits.TrailingZeros32(uint32(x)), bits.TrailingZeros64(x),
		bits.OnesCount(uint(x)), bits.OnesCount16(uint16(x)),
		bits.OnesCount32(uint32(x)), bits.OnesCount64(x),
		bits.LeadingZeros64(x), bits.TrailingZeros(uint(x)))
	len64, rot := bits.Len64, bits.RotateLeft32
	fmt.Println(len64(x) == bits.Len64(x), rot(uint32(x), 7) == bits.RotateLeft32(uint32(x), 7))
}

func wide(x, y uint64) {
	s, c := bits.Add64(x, y, 0)
	t, d := bits.Add64(x, y, c)
	u, b := bits.Sub64(x, y, 0)
	v, e := bits.Sub64(y, x, b)
	hi, lo := bits.Mul64(x, y)
	_, high := bits.Add64(x, y, 1)
	fmt.Println(s, c, t, d, u, b, v, e, hi, lo, high)
	if hi < 3 {
		q, r := bits.Div64(hi, lo, 3)
		fmt.Println(q, r)
	}
	bits.Add64(x, y, 1)
}

func turns(x uint64, k int) {
	fmt.Println(bits.RotateLeft(uint(x), k), bits.RotateLeft8(uint8(x), k),
		bits.RotateLeft16(uint16(x), k), bits.RotateLeft32(uint32(x), k),
		bits.RotateLeft64(x, k), bits.ReverseBytes32(uint32(x)),
		bits.ReverseBytes64(x), bits.ReverseBytes16(uint16(x)))
}

func rounding(x float64) {
	fmt.Println(math.Floor(x), math.Ceil(x), math.Trunc(x), math.RoundToEven(x),
		math.Sqrt(x), math.FMA(x, x, -x*x), 1/math.Floor(x), 1/math.Ceil(x))
}

func count(n *counters) {
	fmt.Println(atomic.AddInt32(&n.a, -3), atomic.AddUint32(&n.b, ^uint32(0)),
		atomic.AddInt64(&n.c, 1<<40), atomic.AddUint64(&n.d, 5), atomic.AddUintptr(&n.e, 6))
	fmt.Println(atomic.LoadInt32(&n.a), atomic.LoadUint32(&n.b), atomic.LoadInt64(&n.c),
		atomic.LoadUint64(&n.d), atomic.LoadUintptr(&n.e))
	fmt.Println(atomic.SwapInt32(&n.a, 8), atomic.SwapInt64(&n.c, 9), n.a, n.c)
	fmt.Println(atomic.CompareAndSwapInt32(&n.a, 8, 10), atomic.CompareAndSwapInt32(&n.a, 8, 11),
		atomic.CompareAndSwapUint64(&n.d, 5, 7), n.a, n.d)
	atomic.StoreInt32(&n.a, 1)
	atomic.StoreUint64(&n.d, 2)
	atomic.StoreUintptr(&n.e, 3)
	atomic.AddInt32(&n.a, 1)
	fmt.Println(*n)
	var flag atomic.Bool
	flag.Store(true)
	fmt.Println(flag.Load(), flag.Swap(false), flag.CompareAndSwap(false, true))
}

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

// The quotient times the divisor is the dividend again.
func quotients() {
	x, wrong := uint64(0x9e3779b97f4a7c15), 0
	for i := 0; i < 1000; i++ {
		x = x*6364136223846793005 + 1442695040888963407
		y := x>>(i%60) | 1
		hi, lo := bits.Mul64(x%y, y)
		low, carry := bits.Add64(lo, y-1, 0)
		q, r := bits.Div64(hi+carry, low, y)
		if q != x%y || r != y-1 {
			wrong++
		}
		ones := 0
		for b := x; b != 0; b &= b - 1 {
			ones++
		}
		if ones != bits.OnesCount64(x) {
			wrong++
		}
	}
	fmt.Println("wrong:", wrong)
}

// One rounding: a product's lost bits are found again.
func fused() {
	sum := 0.0
	for i := 1; i < 100; i++ {
		x := math.Sqrt(float64(i))
		sum += math.FMA(x, x, -float64(i)) + math.FMA(1, x, math.Floor(-x)) + math.FMA(2, 3, x)
	}
	fmt.Println(sum)
}

func main() {
	for _, x := range []uint64{0, 1, 0x80, 0xff00, 1 << 31, 1 << 63, 0xdeadbeefcafebabe, ^uint64(0)} {
		lengths(num(x))
		wide(num(x), num(3))
		wide(num(x), num(x))
		for _, k := range []int{0, 1, -1, 9, 33, -70} {
			turns(num(x), k)
		}
	}
	for _, x := range []float64{0, 0.5, 1.5, 2.5, -0.5, -1.5, 1e300, math.Inf(1), math.Inf(-1),
		math.NaN(), math.Copysign(0, -1), 4503599627370497.5} {
		rounding(x)
	}
	count(&counters{})
	var none *counters
	try("load", func() { atomic.LoadInt32(&none.a) })
	try("store", func() { atomic.StoreInt64(&none.c, 1) })
	try("divide", func() { bits.Div64(num(5), 1, num(5)) })
	try("divide", func() { bits.Div(uint(num(0)), 1, uint(num(0))) })
	quotients()
	fused()
}

// Output:
// 0 0 0 0 0 8 16 32 64 0 0 0 0 64 64
// true true
// 3 0 3 0 18446744073709551613 1 2 0 0 0 0
// 0 0
// 0 0 0 0 0 0 0 0 0 0 0
// 0 0
// 0 0 0 0 0 0 0 0
// 0 0 0 0 0 0 0 0
// 0 0 0 0 0 0 0 0
// 0 0 0 0 0 0 0 0
// 0 0 0 0 0 0 0 0
// 0 0 0 0 0 0 0 0
// 1 1 1 1 1 0 0 0 0 1 1 1 1 63 0
// true true
// 4 0 4 0 18446744073709551614 1 1 0 0 3 0
// 1 0
// 2 0 2 0 0 0 0 0 0 1 0
// 0 1
// 1 1 1 1 1 16777216 72057594037927936 256
// 2 2 2 2 2 16777216 72057594037927936 256
// 9223372036854775808 128 32768 2147483648 9223372036854775808 16777216 72057594037927936 256
// 512 2 512 512 512 16777216 72057594037927936 256
// 8589934592 2 2 2 8589934592 16777216 72057594037927936 256
// 288230376151711744 4 1024 67108864 288230376151711744 16777216 72057594037927936 256
// 8 8 8 8 8 7 7 7 7 1 1 1 1 56 7
// true true
// 131 0 131 0 125 0 18446744073709551491 1 0 384 0
// 128 0
// 256 0 256 0 0 0 0 0 0 16384 0
// 5461 1
// 128 128 128 128 128 2147483648 9223372036854775808 32768
// 256 1 256 256 256 2147483648 9223372036854775808 32768
// 64 64 64 64 64 2147483648 9223372036854775808 32768
// 65536 1 1 65536 65536 2147483648 9223372036854775808 32768
// 1099511627776 1 256 256 1099511627776 2147483648 9223372036854775808 32768
// 2 2 2 2 2 2147483648 9223372036854775808 32768
// 16 0 16 16 16 8 8 8 8 8 8 8 8 48 8
// true true
// 65283 0 65283 0 65277 0 18446744073709486339 1 0 195840 0
// 65280 0
// 130560 0 130560 0 0 0 0 0 0 4261478400 0
// 1420492800 0
// 65280 0 65280 65280 65280 16711680 71776119061217280 255
// 130560 0 65025 130560 130560 16711680 71776119061217280 255
// 32640 0 32640 32640 32640 16711680 71776119061217280 255
// 33423360 0 510 33423360 33423360 16711680 71776119061217280 255
// 560750930165760 0 65025 130560 560750930165760 16711680 71776119061217280 255
// 1020 0 1020 1020 1020 16711680 71776119061217280 255
// 32 0 0 32 32 8 16 31 31 1 0 1 1 32 31
// true true
// 2147483651 0 2147483651 0 2147483645 0 18446744071562067971 1 0 6442450944 0
// 2147483648 0
// 4294967296 0 4294967296 0 0 0 0 0 0 4611686018427387904 0
// 1537228672809129301 1
// 2147483648 0 0 2147483648 2147483648 128 549755813888 0
// 4294967296 0 0 1 4294967296 128 549755813888 0
// 1073741824 0 0 1073741824 1073741824 128 549755813888 0
// 1099511627776 0 0 256 1099511627776 128 549755813888 0
// 1 0 0 1 1 128 549755813888 0
// 33554432 0 0 33554432 33554432 128 549755813888 0
// 64 0 0 0 64 8 16 32 63 1 0 0 1 0 63
// true true
// 9223372036854775811 0 9223372036854775811 0 9223372036854775805 0 9223372036854775811 1 1 9223372036854775808 0
// 9223372036854775808 0
// 0 1 1 1 0 0 0 0 4611686018427387904 0 1
// 9223372036854775808 0 0 0 9223372036854775808 0 128 0
// 1 0 0 0 1 0 128 0
// 4611686018427387904 0 0 0 4611686018427387904 0 128 0
// 256 0 0 0 256 0 128 0
// 4294967296 0 0 0 4294967296 0 128 0
// 144115188075855872 0 0 0 144115188075855872 0 128 0
// 64 8 16 32 64 1 1 1 1 46 11 22 46 0 1
// true true
// 16045690984503098049 0 16045690984503098049 0 16045690984503098043 0 2401053089206453573 1 2 11243584806090190906 0
// 16045690984503098046 0
// 13644637895296644476 1 13644637895296644477 1 0 0 0 0 13957162203876620824 12868388249600566532 1
// 16045690984503098046 190 47806 3405691582 16045690984503098046 3199925962 13743577360433589726 48826
// 13644637895296644477 125 30077 2516415869 13644637895296644477 3199925962 13743577360433589726 48826
// 8022845492251549023 95 23903 1702845791 8022845492251549023 3199925962 13743577360433589726 48826
// 6592671264835730877 125 32117 4252335509 6592671264835730877 3199925962 13743577360433589726 48826
// 10807923863667310047 125 30077 2516415869 10807923863667310047 3199925962 13743577360433589726 48826
// 18120997243038989034 250 64234 4213963498 18120997243038989034 3199925962 13743577360433589726 48826
// 64 8 16 32 64 0 0 0 0 64 16 32 64 0 0
// true true
// 2 1 3 1 18446744073709551612 0 4 1 2 18446744073709551613 1
// 18446744073709551615 0
// 18446744073709551614 1 18446744073709551615 1 0 0 0 0 18446744073709551614 1 1
// 18446744073709551615 255 65535 4294967295 18446744073709551615 4294967295 18446744073709551615 65535
// 18446744073709551615 255 65535 4294967295 18446744073709551615 4294967295 18446744073709551615 65535
// 18446744073709551615 255 65535 4294967295 18446744073709551615 4294967295 18446744073709551615 65535
// 18446744073709551615 255 65535 4294967295 18446744073709551615 4294967295 18446744073709551615 65535
// 18446744073709551615 255 65535 4294967295 18446744073709551615 4294967295 18446744073709551615 65535
// 18446744073709551615 255 65535 4294967295 18446744073709551615 4294967295 18446744073709551615 65535
// 0 0 0 0 0 0 +Inf +Inf
// 0 1 0 0 0.7071067811865476 0 +Inf 1
// 1 2 1 2 1.224744871391589 0 1 0.5
// 2 3 2 2 1.5811388300841898 0 0.5 0.3333333333333333
// -1 -0 -0 -0 NaN 0 -1 -Inf
// -2 -1 -1 -2 NaN 0 -0.5 -1
// 1e+300 1e+300 1e+300 1e+300 1e+150 -Inf 1e-300 1e-300
// +Inf +Inf +Inf +Inf +Inf NaN 0 0
// -Inf -Inf -Inf -Inf NaN NaN -0 -0
// NaN NaN NaN NaN NaN NaN NaN NaN
// -0 -0 -0 -0 -0 0 -Inf -Inf
// 4.503599627370498e+15 4.503599627370498e+15 4.503599627370498e+15 4.503599627370498e+15 6.710886400000001e+07 4 2.220446049250312e-16 2.220446049250312e-16
// -3 4294967295 1099511627776 5 6
// -3 4294967295 1099511627776 5 6
// -3 1099511627776 8 9
// true false true 10 7
// {2 4294967295 9 2 3}
// true true true
// load runtime error: invalid memory address or nil pointer dereference
// store runtime error: invalid memory address or nil pointer dereference
// divide runtime error: integer overflow
// divide runtime error: integer divide by zero
// wrong: 0
// 1211.925894206295
