// Maps, strings, appends and complex numbers: what the runtime computes.
package main

import "unsafe"

type R struct {
	a int
	b string
	c float64
	d interface{}
	e complex64
}

func main() {
	m := map[R]int{}
	for i := 0; i < 1000; i++ {
		m[R{i, "x", float64(i) / 2, i, complex(float32(i), 1)}] = i
	}
	sum := 0
	for k, v := range m {
		if k.a != v || k.d.(int) != v {
			panic("bad")
		}
		sum += v
		if v%2 == 0 {
			delete(m, k)
		}
	}
	println(sum, len(m), m[R{1, "x", 0.5, 1, 1 + 1i}])
	f := map[float64]int{}
	nan := 0.0
	nan = nan / nan
	f[nan] = 1
	f[nan] = 2
	f[0] = 1
	z := 0.0
	f[-z] = 5
	println(len(f), f[0])
	var s []byte
	var caps int
	for i := 0; i < 5000; i++ {
		s = append(s, byte(i))
		caps += cap(s)
	}
	println(caps)
	type big [300]byte
	b := map[big]big{}
	for i := 0; i < 100; i++ {
		var k big
		k[i] = 1
		b[k] = k
	}
	for k, v := range b {
		if k != v {
			panic("x")
		}
	}
	println(len(b), unsafe.Sizeof(b))
	for i, r := range "a\xffä€😀" {
		print(i, ":", r, " ")
	}
	println(string([]rune{0x20ac, -1, 'x'}), len([]rune("äöü")), string(rune(65)))
	str := ""
	for i := 0; i < 100; i++ {
		str += "ab" + string(rune('a'+i%26))
	}
	println(str[250:], len(str))
	c := complex(3, 4) / complex(1, -2)
	println(c, 1e100, float32(0.1), -0.0, 1<<40, uint64(1<<63))
	var e interface{} = c
	println(e == complex(-1, 2), s == nil)
	println(cap(append([]int(nil), 1, 2, 3)), cap(append([]string{"a"}, "b", "c")))
}

// Stderr:
// 499500 500 1
// 3 5
// 14750400
// 100 8
// 0:97 1:65533 2:228 4:8364 7:128512 €�x 3 A
// bfabgabhabiabjabkablabmabnaboabpabqabrabsabtabuabv 300
// (-1.000000e+000+2.000000e+000i) +1.000000e+100 +1.000000e-001 +0.000000e+000 1099511627776 9223372036854775808
// true false
// 3 3
