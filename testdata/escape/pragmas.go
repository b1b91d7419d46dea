package p

import "unsafe"

//go:noescape
func quiet(p *int, u uintptr)

func outside(p *int, _ *int, u uintptr)

//go:uintptrescapes
func marked(u uintptr, p *int) { _ = u }

func call() {
	var a, b, c, d int
	quiet(&a, 0)
	outside(&b, nil, uintptr(unsafe.Pointer(&c)))
	marked(uintptr(unsafe.Pointer(&d)), &a)
}

func next(p *int) unsafe.Pointer { return unsafe.Pointer(uintptr(unsafe.Pointer(p)) + 8) }

func broken(p *int) unsafe.Pointer {
	u := uintptr(unsafe.Pointer(p))
	return unsafe.Pointer(u)
}

func slice(p *int) []int { return unsafe.Slice(p, 3) }
