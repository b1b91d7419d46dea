package main

func main() {
	var e interface{} = "str"
	println(e.(int))
}

// Stderr:
// panic: interface conversion: interface {} is string, not int
//
// goroutine 1 [running]:
// ...
