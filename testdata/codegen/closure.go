// flags: -O0 -l
// Closures: constant without captures, values copied in, variables by address.
package main

// CHECK-LABEL: define .* @main.constant\(
// CHECK-NOT: newobject
// CHECK: store ptr @main..stmp_
func constant() func() int { return func() int { return 1 } }

// CHECK-LABEL: define .* @main.byValue\(
// CHECK: call ptr @runtime.newobject\(
// CHECK: store ptr @main.byValue.func1
// CHECK: store i64
func byValue(x int) func() int { return func() int { return x } }

// CHECK-LABEL: define .* @main.byReference\(
// CHECK: call ptr @runtime.newobject\(ptr @"?type:int
// CHECK: store ptr @main.byReference.func1
// CHECK: store ptr
func byReference(x int) func() int { return func() int { x++; return x } }

// CHECK-LABEL: define .* @main.local\(
// CHECK-NOT: newobject
// CHECK: nest
func local(x int) int {
	f := func() int { return x + 1 }
	if x > 1 {
		f = func() int { return x }
	}
	return f()
}

// CHECK-LABEL: define .* @main.byValue.func1\(ptr nest
func main() {
	println(constant()(), byValue(1)(), byReference(2)(), local(3))
}
