package main

func main() {
	var a [10240]int // stack
	s := a[:]
	s[10239] = 7
	println(len(s), s[10239])
}
