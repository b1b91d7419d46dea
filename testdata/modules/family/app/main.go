package main

import (
	"fmt"

	"example.com/text"
	"example.com/text/upper"
	"example.org/units"
)

func main() {
	fmt.Printf("%s %s %v %T\n", text.Twice("ab"), upper.Of("ab"), units.Metre(3), units.Metre(3))
}
