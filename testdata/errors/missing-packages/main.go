package main

import (
	"./nowhere"
	"github.com/x/y"
	"nosuch"
)

func main() {
	nowhere.F()
	y.F()
	nosuch.F()
}
