package main

var config int

func load() {
	level := 3 // stack
	config = level
}

func main() {
	load()
	println(config)
}
