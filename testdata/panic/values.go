package main

type E struct{ code int }

func (e E) Error() string { return "E!" }

func main() {
	defer func() { panic(E{1}) }()
	defer func() { panic(1.5) }()
	defer func() { panic(2i) }()
	defer func() { panic(true) }()
	panic(int8(-3))
}

// Stderr:
// panic: -3
// 	panic: true
// 	panic: (+0.000000e+000+2.000000e+000i)
// 	panic: +1.500000e+000
// 	panic: E!
//
// goroutine 1 [running]:
// ...
