package main

import (
	"fmt"

	"example.net/colour"
	"example.net/colour/mix"
	"example.net/colour/names"
)

func main() {
	fmt.Printf("%v %T %s of %d\n", colour.Red, colour.Red, names.Of(colour.Red), names.Count)
	fmt.Println(mix.Half(3, 7))
	defer func() { fmt.Println(recover()) }()
	names.Of(colour.Colour(7))
}
