// What type descriptors tell the collector: sizes, and which words are
// pointers. The layout is that of gc, so gc prints the same.
package main

import "unsafe"

type rtype struct {
	size, ptrdata             uintptr
	hash                      uint32
	tflag, align, falign, kind uint8
	equal                     unsafe.Pointer
	gcdata                    *[1 << 16]byte
}

type eface struct {
	t *rtype
	p unsafe.Pointer
}

type (
	S struct {
		a int
		p *int
		s string
		b []byte
		i any
		f func()
		m map[int]int
		c chan int
		x [3]float64
	}
	Mixed [5]struct {
		n int8
		p *S
		k uint16
	}
	Big struct {
		n    int
		many [20000]struct {
			x int
			p *int
		}
		tail [3]string
		rest [1000]int
	}
	Odd struct {
		a [40]int
		p *int
		q [200]*int
		b [300]struct{ x [130]int; p *int }
	}
)

func show(name string, v any) {
	t := (*eface)(unsafe.Pointer(&v)).t
	println(name, t.size, t.ptrdata, t.align, t.falign, t.kind)
	if t.ptrdata == 0 {
		return
	}
	n := (t.ptrdata/8 + 7) / 8
	from := uintptr(0)
	if t.kind&64 != 0 { // a program: its length is in front
		n = uintptr(t.gcdata[0]) | uintptr(t.gcdata[1])<<8
		from = 4
	}
	for i := uintptr(0); i < n; i++ {
		print(" ", t.gcdata[from+i])
	}
	println()
}

func main() {
	show("int", 1)
	show("string", "")
	show("*int", new(int))
	show("S", S{})
	show("[2]S", [2]S{})
	show("Mixed", Mixed{})
	show("[17]any", [17]any{})
	show("[100]*int", [100]*int{})
	show("struct{}", struct{}{})
	show("[3][4]string", [3][4]string{})
	var b *Big
	show("*Big", b)
	show("Big", *new(Big))
	show("Odd", *new(Odd))
	show("[70][300]*S", *new([70][300]*S))
}

// Stderr:
// int 8 0 8 8 2
// string 16 8 8 8 24
//  1
// *int 8 8 8 8 54
//  1
// S 120 96 8 8 25
//  22 15
// [2]S 240 216 8 8 17
//  22 15 139 7
// Mixed 120 112 8 8 17
//  146 36
// [17]any 272 272 8 8 17
//  170 170 170 170 2
// [100]*int 800 800 8 8 17
//  255 255 255 255 255 255 255 255 255 255 255 255 15
// struct{} 0 0 1 1 25
// [3][4]string 192 184 8 8 17
//  85 85 85
// *Big 8 8 8 8 54
//  1
// Big 328056 320048 8 8 89
//  3 4 130 159 156 1 5 21 0
// Odd 316328 316328 8 8 89
//  1 0 129 39 2 3 129 199 1 1 0 129 129 1 1 1 128 131 1 171 2 0
// [70][300]*S 168000 168000 8 8 81
//  1 1 129 135 164 1 0
