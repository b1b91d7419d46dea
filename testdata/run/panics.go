// Every run-time panic, recovered: the texts of its error.
package main

type Int int
type Str string
type Err struct{}

func (Err) Error() string { return "err value" }

//go:noinline
func try(f func()) {
	defer func() {
		r := recover()
		switch r := r.(type) {
		case error:
			println("error:", r.Error())
		case string:
			println("string:", r)
		case int:
			println("int:", r)
		case nil:
			println("nil")
		default:
			println("other")
		}
	}()
	f()
}

type S struct {
	f [4]func()
	m map[string]int
}
type K struct {
	a interface{}
	b string
}

func main() {
	var m map[interface{}]int
	var p *S
	var a []int
	var arr [5]int
	var i interface{} = "x"
	n := -1
	z := 0
	s := "hello"
	k := 7
	var e error
	var u8 uint8 = 200
	var u64 uint64 = 1 << 63
	fs := []func(){
		func() { m[1] = 2 },
		func() { m = map[interface{}]int{}; m[[]int{1}] = 1 },
		func() { m = nil; println(m[func() {}]) },
		func() { println(m[K{map[int]int{}, "a"}]) },
		func() { p.m["x"] = 1 },
		func() { p.f[2]() },
		func() { println(a[k]) },
		func() { println(arr[k]) },
		func() { println(s[k]) },
		func() { println(s[k:]) },
		func() { println(s[:k]) },
		func() { println(s[3:k-5]) },
		func() { println(len(a[k:])) },
		func() { println(len(a[:k])) },
		func() { println(len(arr[:k])) },
		func() { println(len(a[1:2:k])) },
		func() { println(len(arr[1:k:5])) },
		func() { println(len(arr[k:4:5])) },
		func() { println(len(arr[n:])) },
		func() { println(len(arr[:n])) },
		func() { println(a[n]) },
		func() { println(a[u8]) },
		func() { println(a[u64]) },
		func() { println(len(a[u64:])) },
		func() { println(k / z) },
		func() { println(k % z) },
		func() { println(u8 % uint8(z)) },
		func() { println(1 << n) },
		func() { println(i.(int)) },
		func() { println(i.(Str)) },
		func() { println(i.(error).Error()) },
		func() { println(e.(Err).Error()) },
		func() { println(e.Error()) },
		func() { e = Err{}; println(e.(interface{ Foo() })) },
		func() { println(len(make([]int, n))) },
		func() { println(len(make([]int, 1, z))) },
		func() { println(len(make([]int, 2, k-6))) },
		func() { println(cap(make([]int64, 1<<62-1+z))) },
		func() { println((*[9]int)(arr[:])[0]) },
		func() { panic(42) },
		func() { panic("str") },
		func() { panic(Err{}) },
		func() { panic(nil) },
		func() { var f func(); f() },
		func() { var x, y interface{} = a, a; println(x == y) },
		func() { var x, y interface{} = K{a, ""}, K{a, ""}; println(x == y) },
		func() { println(len(make(map[int]int, n))) },
		func() { defer func() { panic("second") }(); panic("first") },
		func() { defer func() { panic(recover()) }(); panic("first") },
		func() { defer func() { recover(); recover() }(); panic("x") },
	}
	for i, f := range fs {
		print(i, " ")
		try(f)
	}
}

// Stderr:
// 0 error: assignment to entry in nil map
// 1 error: runtime error: hash of unhashable type []int
// 2 error: runtime error: hash of unhashable type func()
// 3 error: runtime error: hash of unhashable type map[int]int
// 4 error: runtime error: invalid memory address or nil pointer dereference
// 5 error: runtime error: invalid memory address or nil pointer dereference
// 6 error: runtime error: index out of range [7] with length 0
// 7 error: runtime error: index out of range [7] with length 5
// 8 error: runtime error: index out of range [7] with length 5
// 9 error: runtime error: slice bounds out of range [7:5]
// 10 error: runtime error: slice bounds out of range [:7] with length 5
// 11 error: runtime error: slice bounds out of range [3:2]
// 12 error: runtime error: slice bounds out of range [7:0]
// 13 error: runtime error: slice bounds out of range [:7] with capacity 0
// 14 error: runtime error: slice bounds out of range [:7] with length 5
// 15 error: runtime error: slice bounds out of range [::7] with capacity 0
// 16 error: runtime error: slice bounds out of range [:7:5]
// 17 error: runtime error: slice bounds out of range [7:4:]
// 18 error: runtime error: slice bounds out of range [-1:]
// 19 error: runtime error: slice bounds out of range [:-1]
// 20 error: runtime error: index out of range [-1]
// 21 error: runtime error: index out of range [200] with length 0
// 22 error: runtime error: index out of range [9223372036854775808] with length 0
// 23 error: runtime error: slice bounds out of range [9223372036854775808:0]
// 24 error: runtime error: integer divide by zero
// 25 error: runtime error: integer divide by zero
// 26 error: runtime error: integer divide by zero
// 27 error: runtime error: negative shift amount
// 28 error: interface conversion: interface {} is string, not int
// 29 error: interface conversion: interface {} is string, not main.Str
// 30 error: interface conversion: string is not error: missing method Error
// 31 error: interface conversion: error is nil, not main.Err
// 32 error: runtime error: invalid memory address or nil pointer dereference
// 33 error: interface conversion: main.Err is not interface { Foo() }: missing method Foo
// 34 error: runtime error: makeslice: len out of range
// 35 error: runtime error: makeslice: cap out of range
// 36 error: runtime error: makeslice: cap out of range
// 37 error: runtime error: makeslice: len out of range
// 38 error: runtime error: cannot convert slice with length 5 to pointer to array with length 9
// 39 int: 42
// 40 string: str
// 41 error: err value
// 42 nil
// 43 error: runtime error: invalid memory address or nil pointer dereference
// 44 error: runtime error: comparing uncomparable type []int
// 45 error: runtime error: comparing uncomparable type []int
// 46 0
// nil
// 47 string: second
// 48 string: first
// 49 nil
