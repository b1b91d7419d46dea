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
}
