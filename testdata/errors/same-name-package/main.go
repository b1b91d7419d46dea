package main

import (
	"p/a1"
	"p/b"
)

var t = b.T{X: a.NewX()}

func main() { println(t.X) }
