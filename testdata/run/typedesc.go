// Type descriptors as package reflect reads them: sizes, kinds, flags,
// pointer masks, elements, fields, methods. The layout is Go 1.19's; names
// and methods are offsets whose base differs, so they are not followed.
package main

import "unsafe"

type rtype struct {
	size, ptrdata uintptr
	hash          uint32
	tflag         uint8
	align         uint8
	fieldAlign    uint8
	kind          uint8
	equal         func(unsafe.Pointer, unsafe.Pointer) bool
	gcdata        *byte
	str           int32
	ptrToThis     int32
}

type eface struct {
	typ  *rtype
	data unsafe.Pointer
}

type uncommon struct {
	pkgPath        int32
	mcount, xcount uint16
	moff           uint32
	unused         uint32
}

type structField struct {
	name   *byte
	typ    *rtype
	offset uintptr
}

func of(x interface{}) *rtype { return (*eface)(unsafe.Pointer(&x)).typ }

func words(t *rtype) *[16]uintptr { return (*[16]uintptr)(unsafe.Pointer(t)) }

func after(t *rtype, n int) *rtype { return (*rtype)(unsafe.Pointer(words(t)[6+n])) }

func name(p *byte) string {
	b := (*[1 << 10]byte)(unsafe.Pointer(p))
	return string(b[2 : 2+int(b[1])])
}

func show(s string, x interface{}) *rtype {
	t := of(x)
	print(s, ": size ", t.size, " ptrdata ", t.ptrdata, " tflag ", t.tflag, " align ", t.align,
		t.fieldAlign, " kind ", t.kind, " eq ", t.equal != nil, " mask ")
	for i := uintptr(0); i < t.ptrdata/8; i++ {
		b := *(*byte)(unsafe.Add(unsafe.Pointer(t.gcdata), i/8))
		print(b >> (i % 8) & 1)
	}
	println()
	return t
}

func methods(t *rtype, tail uintptr) {
	u := (*uncommon)(unsafe.Pointer(uintptr(unsafe.Pointer(t)) + 48 + tail))
	println("  methods", u.mcount, u.xcount, u.pkgPath != 0)
}

type T struct {
	A int8 `tag:"a"`
	b string
	C *int
	d [3]interface{}
	E struct{ x, y float32 }
	f func()
}

func (T) M()  {}
func (T) n()  {}
func (*T) P() {}

type embed struct {
	*T
	err error
}
type num int
type tree struct {
	left, right *tree
	key         [2]uint16
}
type direct struct{ p *int }
type direct1 [1]direct
type nothing struct{}
type tail struct {
	a int
	z nothing
}
type iface interface {
	M()
	n()
	Z(int) string
}
type fn func(int, ...string) (bool, error)
type big [100]struct {
	p *int
	n int
}
type blanks struct {
	a int32
	_ int32
}

func main() {
	show("int", 1)
	show("bool", true)
	show("string", "")
	show("float32", float32(1))
	show("complex128", 1i)
	show("uintptr", uintptr(1))
	show("unsafe.Pointer", unsafe.Pointer(nil))
	show("num", num(1))
	t := show("T", T{})
	methods(t, 32)
	fs := (*[6]structField)(unsafe.Pointer(words(t)[7]))
	for i := uintptr(0); i < words(t)[8]; i++ {
		f := &fs[i]
		println("  field", name(f.name), f.offset, f.typ.size, f.typ.kind, *f.name)
	}
	println("  path", name((*byte)(unsafe.Pointer(words(t)[6]))))
	p := show("*T", &T{})
	println(after(p, 0) == t)
	methods(p, 8)
	methods(show("embed", embed{}), 32)
	show("tree", tree{})
	show("direct", direct{})
	show("direct1", direct1{})
	show("nothing", nothing{})
	show("tail", tail{})
	show("big", big{})
	show("blanks", blanks{})
	show("[]T", []T(nil))
	println(after(of([]T(nil)), 0) == t)
	a := show("[5]string", [5]string{})
	println(after(a, 0) == of(""), after(a, 1) == of([]string{}), words(a)[8])
	show("[0]*int", [0]*int{})
	f := show("fn", fn(nil))
	println("  in, out", *(*uint16)(unsafe.Pointer(&words(f)[6])), *(*uint16)(unsafe.Add(unsafe.Pointer(&words(f)[6]), 2)))
	println(after(f, 3) == of(1), after(f, 4) == of([]string{}), after(f, 5) == of(true))
	show("func()", func() {})
	m := show("map", map[string][]int{})
	println(after(m, 0) == of(""), after(m, 1) == of([]int{}), words(m)[10]&0xffffffff, words(m)[10]>>32)
	show("bucket", *(*interface{})(unsafe.Pointer(&eface{after(m, 2), nil})))
	for _, x := range []interface{}{map[int]int{}, map[float64]bool{}, map[[200]byte]int{}, map[int][40]*int{},
		map[interface{}]T{}, map[direct]nothing{}, map[blanks]string{}} {
		if of(x).kind&31 == 21 {
			m := of(x)
			println(words(m)[10]&0xff, words(m)[10]>>8&0xff, words(m)[10]>>16&0xffff, words(m)[10]>>32)
			show("bucket", *(*interface{})(unsafe.Pointer(&eface{after(m, 2), nil})))
		}
	}
	i := show("*iface", new(iface))
	it := after(i, 0)
	println(it.size, it.ptrdata, it.kind, words(it)[8], words(it)[9])
	show("struct", struct {
		a int
		b *int
	}{})
	show("chan", (<-chan int)(nil))
	println(after(of((<-chan int)(nil)), 1), after(of((chan<- int)(nil)), 1), after(of((chan int)(nil)), 1))
	show("[2]direct", [2]direct{})
	show("[3]float64", [3]float64{})
}

// Stderr:
// int: size 8 ptrdata 0 tflag 15 align 88 kind 2 eq true mask 
// bool: size 1 ptrdata 0 tflag 15 align 11 kind 1 eq true mask 
// string: size 16 ptrdata 8 tflag 7 align 88 kind 24 eq true mask 1
// float32: size 4 ptrdata 0 tflag 7 align 44 kind 13 eq true mask 
// complex128: size 16 ptrdata 0 tflag 7 align 88 kind 16 eq true mask 
// uintptr: size 8 ptrdata 0 tflag 15 align 88 kind 12 eq true mask 
// unsafe.Pointer: size 8 ptrdata 8 tflag 15 align 88 kind 58 eq true mask 1
// num: size 8 ptrdata 0 tflag 15 align 88 kind 2 eq true mask 
// T: size 96 ptrdata 96 tflag 7 align 88 kind 25 eq false mask 010101010101
//   methods 2 1 true
//   field A 0 1 3 3
//   field b 8 16 24 0
//   field C 24 8 54 1
//   field d 32 48 17 0
//   field E 80 8 25 1
//   field f 88 8 51 0
//   path main
// *T: size 8 ptrdata 8 tflag 9 align 88 kind 54 eq true mask 1
// true
//   methods 3 2 true
// embed: size 24 ptrdata 24 tflag 7 align 88 kind 25 eq true mask 101
//   methods 3 2 true
// tree: size 24 ptrdata 16 tflag 7 align 88 kind 25 eq true mask 11
// direct: size 8 ptrdata 8 tflag 15 align 88 kind 57 eq true mask 1
// direct1: size 8 ptrdata 8 tflag 15 align 88 kind 49 eq true mask 1
// nothing: size 0 ptrdata 0 tflag 15 align 11 kind 25 eq true mask 
// tail: size 16 ptrdata 0 tflag 7 align 88 kind 25 eq true mask 
// big: size 1600 ptrdata 1592 tflag 15 align 88 kind 17 eq true mask 1010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101
// blanks: size 8 ptrdata 0 tflag 7 align 44 kind 25 eq true mask 
// []T: size 24 ptrdata 8 tflag 2 align 88 kind 23 eq false mask 1
// true
// [5]string: size 80 ptrdata 72 tflag 2 align 88 kind 17 eq true mask 101010101
// true true 5
// [0]*int: size 0 ptrdata 0 tflag 10 align 88 kind 17 eq true mask 
// fn: size 8 ptrdata 8 tflag 7 align 88 kind 51 eq false mask 1
//   in, out 2 32770
// true true true
// func(): size 8 ptrdata 8 tflag 2 align 88 kind 51 eq false mask 1
// map: size 8 ptrdata 8 tflag 2 align 88 kind 53 eq false mask 1
// true true 22026256 12
// bucket: size 336 ptrdata 336 tflag 2 align 88 kind 25 eq false mask 010101010101010101001001001001001001001001
// 8 8 144 4
// bucket: size 144 ptrdata 0 tflag 2 align 88 kind 25 eq false mask 
// 8 1 88 8
// bucket: size 88 ptrdata 0 tflag 2 align 88 kind 25 eq false mask 
// 8 8 144 5
// bucket: size 144 ptrdata 144 tflag 2 align 88 kind 25 eq false mask 011111111000000001
// 8 8 144 6
// bucket: size 144 ptrdata 144 tflag 2 align 88 kind 25 eq false mask 000000000111111111
// 16 96 912 24
// bucket: size 912 ptrdata 912 tflag 2 align 88 kind 25 eq false mask 001010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101011
// 8 0 80 4
// bucket: size 80 ptrdata 80 tflag 2 align 88 kind 25 eq false mask 0111111111
// 8 16 208 4
// bucket: size 208 ptrdata 208 tflag 2 align 88 kind 25 eq false mask 00000000010101010101010101
// *iface: size 8 ptrdata 8 tflag 8 align 88 kind 54 eq true mask 1
// 16 16 20 3 3
// struct: size 16 ptrdata 16 tflag 10 align 88 kind 25 eq true mask 01
// chan: size 8 ptrdata 8 tflag 10 align 88 kind 50 eq true mask 1
// 0x1 0x2 0x3
// [2]direct: size 16 ptrdata 16 tflag 10 align 88 kind 17 eq true mask 11
// [3]float64: size 24 ptrdata 0 tflag 2 align 88 kind 17 eq true mask 
