package main

type I interface{ M(int) int }
type T struct{ p *int }

//go:noinline
func (t T) M(i int) int { return *t.p + i }

type U struct{ T }

//go:noinline
func call(i I) int { return i.M(3) }

func main() {
	defer func() {
		e := recover()
		println("recovered", e.(error).Error())
		defer println("deferred println")
		func() {
			defer func() { println(recover() == nil) }()
		}()
		f := U{}.M
		f(2)
	}()
	call(&U{})
}

// Stderr:
// recovered runtime error: invalid memory address or nil pointer dereference
// true
// deferred println
// panic: runtime error: invalid memory address or nil pointer dereference [recovered]
// 	panic: runtime error: invalid memory address or nil pointer dereference
// [signal SIGSEGV: segmentation violation code=0x1 addr=
//
// goroutine 1 [running]:
// main.T.M(
// ...
// main.main.func1()
// ...
// panic(
// ...
// main.T.M(
// ...
// main.call(
// ...
// main.main()
// ...
