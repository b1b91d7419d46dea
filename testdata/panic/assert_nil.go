package main

type I interface{ M() }

func main() {
	var i I
	println(i.(interface{ N() }) == nil)
}

// Stderr:
// panic: interface conversion: interface is nil, not interface { N() }
//
// goroutine 1 [running]:
// ...
