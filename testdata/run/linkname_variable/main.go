// A variable that is another package's, by //go:linkname, is one variable, also
// where that package's functions are inlined.
package main

import (
	_ "unsafe"

	"linkname/lib"
)

//go:linkname hidden linkname/lib.hidden
var hidden string

//go:linkname numbers linkname/lib.table
var numbers [3]int

func main() {
	println(hidden, lib.Get(), lib.Sum())
	hidden = "set by main"
	numbers[1] = 40
	println(lib.Get(), lib.Sum())
}

// Stderr:
// set by lib set by lib 6
// set by main 44
