// flags: -O2
package main

// The optimiser may walk a slice by a pointer to before its first element:
// the pointer to the object itself is kept in the frame.

//go:noinline
func f() {}

// CHECK-LABEL: define .* @main.previous\(
// CHECK: alloca ptr
// CHECK: store volatile ptr %0
//go:noinline
func previous(p []int, n int) (s int) {
	for i := 1; i < n; i++ {
		s += p[i-1]
		f()
	}
	return
}

// Which object it is depends on the way taken: one slot, stored where the
// ways meet.

// CHECK-LABEL: define .* @main.either\(
// CHECK: store volatile ptr
//go:noinline
func either(p, q []int, n int) (s int) {
	r := p[1:]
	if n > 5 {
		r = q[2:]
	}
	for i := 1; i < n; i++ {
		s += r[i-1]
		f()
	}
	return
}

// Fields are inside: no slot.

type T struct {
	a, b int
	next *T
}

// CHECK-LABEL: define .* @main.fields\(
// CHECK-NOT: volatile
// CHECK: ret
//go:noinline
func fields(t *T) (s int) {
	for ; t != nil; t = t.next {
		s += t.b
		f()
	}
	return
}

func main() {
	a := make([]int, 10)
	println(previous(a, 5), either(a, a, 3), fields(&T{}))
}
