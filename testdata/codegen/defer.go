// defer: slots outside loops, records inside, results kept in memory.
package main

// CHECK-LABEL: define .* @main.slot\(
// CHECK: store volatile ptr
// CHECK: call i32 @runtime.deferbegin\(
// CHECK-NOT: newobject|deferpush
// CHECK: call void @runtime.deferreturn\(
func slot() (n int) {
	defer func() { n++ }()
	return 1
}

// CHECK-LABEL: define .* @main.loop\(
// CHECK: call void @runtime.deferpush\(
func loop(n int) {
	for i := 0; i < n; i++ {
		defer print(i)
	}
}

// CHECK-LABEL: define .* @main.recovers\(
// CHECK: call ptr @llvm.addressofreturnaddress
// CHECK: call \{ ptr, ptr \} @runtime.gorecover\(
func recovers() bool { return recover() != nil }

// CHECK-LABEL: define .* @main.loop.deferwrap1\(ptr nest .* section "go_wrap"
func main() {
	println(slot(), recovers())
	loop(2)
}
