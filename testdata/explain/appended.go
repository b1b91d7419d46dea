package main

func main() {
	n := 7 // heap
	var list []*int
	list = append(list, &n)
	println(*list[0])
}
