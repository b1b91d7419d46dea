// Maps: the entry point by kind of key.
package main

type key struct{ a, b int }

// CHECK-LABEL: define .* @main.ints\(
// CHECK: call ptr @runtime.mapaccess1_fast64\(ptr @"?type:map\[int\]int
func ints(m map[int]int) int { return m[1] }

// CHECK-LABEL: define .* @main.small\(
// CHECK: call ptr @runtime.mapassign_fast32\(
func small(m map[int32]int) { m[1] = 2 }

// CHECK-LABEL: define .* @main.pointers\(
// CHECK: call ptr @runtime.mapassign_fast64ptr\(
func pointers(m map[*int]int, p *int) { m[p] = 2 }

// CHECK-LABEL: define .* @main.strings\(
// CHECK: call \{ ptr, i8 \} @runtime.mapaccess2_faststr\(
func strings(m map[string]int, s string) bool {
	_, ok := m[s]
	return ok
}

// CHECK-LABEL: define .* @main.structs\(
// CHECK: call void @runtime.mapdelete\(
func structs(m map[key]int, k key) { delete(m, k) }

// CHECK-LABEL: define .* @main.big\(
// CHECK: call ptr @runtime.mapaccess1_fat\(
func big(m map[int][2000]byte) byte { return m[1][2] }

func main() {
	println(ints(nil), strings(nil, ""), big(nil))
	small(nil)
	pointers(nil, nil)
	structs(nil, key{})
}
