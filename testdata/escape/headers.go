package p

// Integers that are pointers: the data of reflect's headers, and arguments of
// functions that keep them.

import (
	"reflect"
	"unsafe"
)

func fromSlice(s []int) unsafe.Pointer {
	return unsafe.Pointer((*reflect.SliceHeader)(unsafe.Pointer(&s)).Data)
}

func fromString(s string) unsafe.Pointer {
	h := (*reflect.StringHeader)(unsafe.Pointer(&s))
	return unsafe.Pointer(h.Data + 1)
}

func toSlice(s *[]int, p unsafe.Pointer) {
	(*reflect.SliceHeader)(unsafe.Pointer(s)).Data = uintptr(p)
}

func toValue(h reflect.StringHeader, p unsafe.Pointer) uintptr {
	h.Data = uintptr(p)
	return h.Data
}

//go:uintptrescapes
func many(a ...uintptr) {}

//go:uintptrescapes
func one(uintptr, int) {}

func outside(int, uintptr, *int)

func use() {
	var v, w int
	many(0, 1, uintptr(unsafe.Pointer(&v)), 2)
	one(uintptr(unsafe.Pointer(&w)), 1)
}
