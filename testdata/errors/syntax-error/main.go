package main

func main() {
	x := 
}

var y = undefined
