package main

type E struct{ s string }

func (e E) Error() string { return "E:" + e.s }

type P struct{ x int }

func (p *P) Error() string { return "P" }

type S int

func (s S) String() string { return "S!" }

type T struct{ a, b int }

//go:noinline
func f(n int) {
	if n == 0 {
		panic(E{"boom"})
	}
	f(n - 1)
}

type M map[string]int

//go:noinline
func (t T) method(x int) int {
	defer func() {
		panic(S(3))
	}()
	f(2)
	return t.a
}

func main() {
	defer func() {
		defer func() {
			panic(&P{4})
		}()
		panic(T{1, 2})
	}()
	T{}.method(3)
}

// Stderr:
// panic: E:boom
// 	panic: S!
// 	panic: (main.T) 0x
// 	panic: P
//
// goroutine 1 [running]:
// main.main.func1.1()
// ...
// panic(
// ...
// main.main.func1()
// ...
// panic(
// ...
// main.T.method.func1()
// ...
// panic(
// ...
// main.f(
// ...
// main.f(
// ...
// main.f(
// ...
// main.T.method(
// ...
// main.main()
// ...
