// Literals: static data for package variables, tables copied or read in place.
package main

// CHECK: @main.table = .*global <?\{? ?\[
var table = [4]int{1, 2, 3, 4}

// CHECK: @main.ptr = .*global ptr @
var ptr = &table

// CHECK: @main.list = .*global <\{ ptr, 
var list = []string{"a", "b"}

// CHECK-NOT: define .* @main.init\(
// CHECK-LABEL: define .* @main.read\(
// CHECK-NOT: memcpy|memmove|store i64 11
// CHECK: ret i64
func read(i int) int {
	return [...]int{2, 3, 5, 7, 11, 13, 17, 19, 23, 29}[i]
}

// CHECK-LABEL: define .* @main.fresh\(
// CHECK: call ptr @runtime.newobject\(
// CHECK: llvm.mem(cpy|move)
func fresh() []int { return []int{2, 3, 5, 7, 11, 13, 17, 19, 23, 29} }

// CHECK-LABEL: define .* @main.small\(
// CHECK-NOT: newobject
// CHECK: store i64 %0
func small(x int) int {
	p := &struct{ a, b int }{x, 2}
	return p.a + p.b
}

func main() { println(read(3), fresh()[2], small(1), ptr[2], list[1]) }
