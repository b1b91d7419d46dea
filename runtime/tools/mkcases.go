// mkcases prints what gc's runtime answers, as tables for our unit tests:
//
//	go run mkcases.go grow    > value/grow_cases.def      capacities of append
//	go run mkcases.go float  2> value/float_cases.def     print(float64)
//	go run mkcases.go complex > value/complex_cases.def   complex division
package main

import (
	"fmt"
	"math"
	"math/rand"
	"os"
)

type e1 [1]byte
type e3 [3]byte
type e8 [8]byte
type e12 [12]byte
type e16 [16]byte
type e24 [24]byte
type e40 [40]byte
type e100 [100]byte
type e5000 [5000]byte

func grow[T any](size int) {
	for _, have := range []int{0, 1, 2, 3, 5, 7, 10, 17, 50, 100, 128, 200, 255,
		256, 257, 300, 511, 512, 848, 1000, 1024, 1280, 5000, 33000, 100000} {
		for _, more := range []int{1, 2, 5, have + 1, have*2 + 3} {
			s := append(make([]T, have, have), make([]T, more)...)
			fmt.Printf("GROW(%d, %d, %d, %d)\n", size, have, have+more, cap(s))
		}
	}
}

func floats() {
	values := []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 1.5, 9.9999999, 9.99999949,
		9.99999951, 1e10, 1e100, 1e-100, math.MaxFloat64, -math.MaxFloat64,
		math.SmallestNonzeroFloat64, math.Inf(1), math.Inf(-1), math.NaN(), math.Pi,
		123456.789, 1e21, 3e-5, float64(float32(0.1))}
	r := rand.New(rand.NewSource(1))
	for i := 0; i < 500; i++ {
		values = append(values, math.Float64frombits(r.Uint64()))
	}
	for _, v := range values {
		print("FLOAT(", math.Float64bits(v), "u, \"", v, "\")\n")
	}
}

func complexes() {
	parts := []float64{0, math.Copysign(0, -1), 1, -1, 2.5, -3.25, 1e300, 1e-300,
		math.Inf(1), math.Inf(-1), math.NaN(), 7e200}
	bits := func(f float64) uint64 {
		if f != f {
			return 0x7ff8000000000001 // one NaN is as good as another
		}
		return math.Float64bits(f)
	}
	r := rand.New(rand.NewSource(2))
	pick := func() float64 {
		if r.Intn(3) == 0 {
			return math.Float64frombits(r.Uint64())
		}
		return parts[r.Intn(len(parts))]
	}
	for i := 0; i < 600; i++ {
		n, m := complex(pick(), pick()), complex(pick(), pick())
		q := n / m
		fmt.Printf("DIV(%#xu, %#xu, %#xu, %#xu, %#xu, %#xu)\n", bits(real(n)), bits(imag(n)),
			bits(real(m)), bits(imag(m)), bits(real(q)), bits(imag(q)))
	}
}

func main() {
	switch os.Args[1] {
	case "grow":
		grow[e1](1)
		grow[e3](3)
		grow[e8](8)
		grow[e12](12)
		grow[e16](16)
		grow[e24](24)
		grow[e40](40)
		grow[e100](100)
		grow[e5000](5000)
	case "float":
		floats()
	case "complex":
		complexes()
	}
}
