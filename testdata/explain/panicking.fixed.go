package main

var tooLarge interface{} = "too large"

func check(n int) {
	if n > 2 {
		panic(tooLarge) // stack
	}
}

func main() {
	defer func() { println(recover() != nil) }()
	check(3000)
}
