// panic and recover: where recover works, what it returns, re-panics.
package main

type myErr struct{ s string }

func (e myErr) Error() string { return e.s }

func try(name string, f func()) {
	defer func() {
		r := recover()
		switch v := r.(type) {
		case nil:
			println(name, "no panic")
		case string:
			println(name, "string", v)
		case int:
			println(name, "int", v)
		case error:
			println(name, "error", v.Error())
		default:
			println(name, "other")
		}
	}()
	f()
}

func helper() interface{} { return recover() }

func named() (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = myErr{"recovered " + r.(string)}
		}
	}()
	n = 7
	panic("boom")
}

func notDirect() (s string) {
	defer func() {
		if recover() != nil {
			s += " outer"
		}
	}()
	defer func() {
		if helper() != nil {
			s = "helper"
		}
		func() {
			if recover() != nil {
				s = "nested"
			}
		}()
	}()
	panic(1)
}

func repanic() {
	defer func() {
		r := recover()
		println("first", r.(string))
		panic("second")
	}()
	panic("first")
}

func replace() {
	defer func() { panic("replaced") }()
	panic("original")
}

func deep(n int) {
	defer func() { print(n, " ") }()
	if n == 0 {
		panic("deep")
	}
	deep(n - 1)
}

func continues() int {
	sum := 0
	for i := 0; i < 5; i++ {
		func() {
			defer func() {
				if recover() != nil {
					sum += 100
				}
			}()
			if i%2 == 0 {
				panic(i)
			}
			sum += i
		}()
	}
	return sum
}

type T struct{}

func (T) Recover()   { println("method", recover() != nil) }
func (*T) PRecover() { println("pointer method", recover() != nil) }

type recoverer interface{ Recover() }
type outer struct{ T }

func viaMethod() {
	defer T{}.Recover()
	panic(1)
}
func viaPointer() {
	defer new(T).PRecover()
	panic(1)
}
func viaInterface() {
	var r recoverer = T{}
	defer r.Recover()
	panic(1)
}
func viaWrapper() {
	var r recoverer = &outer{}
	defer r.Recover()
	panic(1)
}
func viaMethodValue() {
	f := T{}.Recover
	defer f()
	panic(1)
}

func twice() {
	defer func() {
		println("twice", recover() != nil, recover() != nil)
	}()
	panic(1)
}

func nilPanic() (ok bool) {
	defer func() { ok = recover() == nil }()
	panic(nil)
}

func main() {
	var m map[string]int
	var p *T
	var a []int
	var i interface{} = "str"
	zero := 0
	try("none", func() {})
	try("string", func() { panic("s") })
	try("int", func() { panic(42) })
	try("error", func() { panic(myErr{"mine"}) })
	try("index", func() { println(a[5]) })
	try("slice", func() { println(len(a[1:])) })
	try("divide", func() { println(1 / zero) })
	try("map", func() { m["x"] = 1 })
	try("assert", func() { println(i.(int)) })
	try("nil", func() { _ = *p })
	n, err := named()
	println(n, err.Error())
	println(notDirect())
	try("repanic", repanic)
	try("replace", replace)
	try("deep", func() { deep(3) })
	println(continues())
	viaMethod()
	viaPointer()
	viaInterface()
	viaWrapper()
	viaMethodValue()
	twice()
	println(nilPanic())
	println(recover() == nil)
}

// Stderr:
// none no panic
// string string s
// int int 42
// error error mine
// index error runtime error: index out of range [5] with length 0
// slice error runtime error: slice bounds out of range [1:0]
// divide error runtime error: integer divide by zero
// map error assignment to entry in nil map
// assert error interface conversion: interface {} is string, not int
// nil error runtime error: invalid memory address or nil pointer dereference
// 7 recovered boom
//  outer
// first first
// repanic string second
// replace string replaced
// 0 1 2 3 deep string deep
// 304
// method true
// pointer method true
// method true
// method true
// method true
// twice true false
// true
// true
