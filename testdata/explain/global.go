package main

var config *int

func load() {
	level := 3 // heap
	config = &level
}

func main() {
	load()
	println(*config)
}
