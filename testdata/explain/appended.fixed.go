package main

func main() {
	n := 7 // stack
	list := []*int{&n}
	println(*list[0])
}
