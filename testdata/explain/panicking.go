package main

func check(n int) {
	if n > 2 {
		panic(n) // heap
	}
}

func main() {
	defer func() { println(recover() != nil) }()
	check(3000)
}
