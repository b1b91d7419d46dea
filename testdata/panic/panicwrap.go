package main

type T struct{ a, b int }

func (t T) M() int { return t.a }

type I interface{ M() int }

//go:noinline
func call(i I) int { return i.M() }

func main() {
	var p *T
	println(call(p))
}

// Stderr:
// panic: value method main.T.M called using nil *T pointer
//
// goroutine 1 [running]:
// ...
