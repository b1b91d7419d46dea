package main

func main() {
	s := make([]int, 10240) // heap
	s[10239] = 7
	println(len(s), s[10239])
}
