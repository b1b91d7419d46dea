// Floating-point sums that loops carry across calls: one, several, one that
// others depend on, one that is seen from outside, in two sizes.
package main

type shape interface{ area() float64 }

type square struct{ side float64 }

func (s square) area() float64 { return s.side * s.side }

type circle struct{ r float64 }

func (c *circle) area() float64 { return 3 * c.r * c.r }

//go:noinline
func total(list []shape) float64 {
	sum := 0.5
	for _, s := range list {
		sum += s.area()
	}
	return sum
}

//go:noinline
func fibonacci(n int, f func(float64) float64) (a, b float64) {
	a, b = 0, 1
	for i := 0; i < n; i++ {
		a, b = b, f(a)+b
	}
	return a, b
}

//go:noinline
func both(n int, f func(float64) float64) (float64, float32) {
	x, y := 1.0, float32(1)
	for i := 0; i < n; i++ {
		v := f(x)
		x += v
		y = y/2 + float32(v)
	}
	return x, y
}

//go:noinline
func last(n int, f func(float64) float64) float64 {
	before, sum := 0.0, 0.0
	for i := 0; i < n; i++ {
		before = sum
		sum = f(float64(i)) - sum
	}
	return before
}

// Steps of several blocks: some panic, leave or go on early.
//
//go:noinline
func steps(list []shape, f func(float64) float64, stop float64) (sum, old float64) {
	x := 1.0
	for i, s := range list {
		if s == nil {
			x /= 2
			continue
		}
		a := s.area()
		if a == stop {
			return x, sum
		}
		old = x
		x += a * float64(i+1)
		if v := f(a); v < 0 {
			sum -= v
			continue
		}
		sum += x
	}
	return sum, old
}

//go:noinline
func until(list []*circle, f func(float64) float64) (n int, sum float64) {
	defer func() {
		if recover() != nil {
			n = -n
		}
	}()
	for _, c := range list {
		v := f(c.r)
		sum += v
		if v > 4 {
			sum *= 10
		}
		n++
	}
	return n, sum
}

func main() {
	half := func(x float64) float64 { return x / 2 }
	println(total([]shape{square{2}, &circle{1}, square{3}}), total(nil))
	println(fibonacci(20, func(x float64) float64 { return x }))
	println(both(3, half))
	println(last(5, half), last(0, half))
	list := []shape{square{2}, nil, &circle{1}, square{3}, square{5}}
	println(steps(list, half, 9))
	println(steps(list, func(x float64) float64 { return 3.5 - x }, -1))
	println(until([]*circle{{1}, {5}, {2}}, func(x float64) float64 { return x }))
	println(until([]*circle{{1}, {5}, nil}, func(x float64) float64 { return x }))
}

// Stderr:
// +1.650000e+001 +5.000000e-001
// +6.765000e+003 +1.094600e+004
// +3.375000e+000 +1.750000e+000
// +1.000000e+000 +0.000000e+000
// +1.150000e+001 +1.650000e+001
// +3.900000e+001 +4.750000e+001
// 3 +6.200000e+001
// -2 +6.000000e+001
