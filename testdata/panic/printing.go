package main

type bad struct{}

func (bad) Error() string { panic("in Error") }

type worse struct{}

func (worse) String() string {
	var p *int
	return string(rune(*p))
}

func main() {
	defer func() {
		panic(bad{})
	}()
	panic(worse{})
}

// Stderr:
// fatal error: panic while printing panic value: in Error
//
// goroutine 1 [running]:
// ...
// main.bad.Error(
// 	$FILE:5
// ...
// main.main.func1()
// 	$FILE:16
// ...
// main.main()
// 	$FILE:18
