package main

import "m/util"

func main() { undefinedHere(util.F()) }
