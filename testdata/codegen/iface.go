// Interfaces: static itabs, constant boxes, no runtime call for known types.
package main

type I interface{ M() int }
type T struct{ n int }
type P struct{ p *int }

func (t T) M() int { return t.n }
func (p P) M() int { return *p.p }

// CHECK-LABEL: define .* @main.constant\(
// CHECK-NOT: call
// CHECK: ret \{ ptr, ptr \}
func constant() interface{} { return 12345 }

// CHECK-LABEL: define .* @main.direct\(
// CHECK-NOT: newobject|convT
// CHECK: go:itab.main.P,main.I
func direct(p *int) I { return P{p} }

// CHECK-LABEL: define .* @main.boxed\(
// CHECK: call ptr @runtime.convT64\(
// CHECK: go:itab.main.T,main.I
func boxed(n int) I { return T{n} }

// CHECK-LABEL: define .* @main.assert\(
// CHECK: icmp eq ptr .*@"?go:itab.main.T,main.I
// CHECK: br i1
// CHECK: call void @runtime.panicdottypeI\(
func assert(i I) int { return i.(T).n }

// CHECK-LABEL: define .* @main.call\(
// CHECK: icmp eq ptr .*, null
// CHECK: getelementptr inbounds i8, ptr .*, i64 24
// CHECK: !invariant.load
func call(i I) int { return i.M() }

// CHECK-LABEL: define .* @main.same\(
// CHECK: icmp eq ptr
// CHECK: call zeroext i1 @runtime.efaceeq\(
func same(a, b interface{}) bool { return a == b }

func main() {
	println(constant(), direct(nil), boxed(1), assert(T{1}), call(T{2}), same(1, 2))
}
