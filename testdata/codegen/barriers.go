// flags: -O2 -d=barriers
package main

// Pointer stores outside the frame are told to a collector that listens.

type node struct {
	next *node
	n    int
}

type big struct {
	parts [8]*node
	n     [8]int
}

// CHECK-LABEL: define .* @main.link\(
// CHECK: load i8, ptr @runtime.writeBarrier
// CHECK: call void @runtime.wbslow\(ptr .*, ptr %1\)
// CHECK: store ptr %1
//go:noinline
func link(a, b *node) { a.next = b }

// CHECK-LABEL: define .* @main.number\(
// CHECK-NOT: writeBarrier
//go:noinline
func number(a *node, n int) { a.n = n }

// CHECK-LABEL: define .* @main.local\(
// CHECK-NOT: writeBarrier
//go:noinline
func local(a *node) int {
	var v [4]*node
	for i := range v {
		v[i] = a
	}
	return v[a.n&3].n
}

// CHECK-LABEL: define .* @main.copied\(
// CHECK: call void @runtime.typedmemmove\(ptr .*"type:main.big"
//go:noinline
func copied(a, b *big) { *a = *b }

func main() {
	a := &node{}
	link(a, a)
	number(a, local(a))
	copied(new(big), new(big))
}
