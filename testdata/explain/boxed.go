package main

var log []interface{}

func note(x interface{}) { log = append(log, x) }

func main() {
	n := 7000
	note(n) // heap
	println(log[0] == 7000)
}
