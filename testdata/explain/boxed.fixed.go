package main

var log []int

func note(x int) { log = append(log, x) }

func main() {
	n := 7000
	note(n) // stack
	println(log[0] == 7000)
}
