package main

func main() {
	n := 7 // heap
	from := [1]*int{&n}
	var to [1]*int
	copy(to[:], from[:])
	println(*to[0])
}
