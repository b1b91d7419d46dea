package main

func main() {
	n := 7 // stack
	from := [1]*int{&n}
	var to [1]*int
	to[0] = from[0]
	println(*to[0])
}
