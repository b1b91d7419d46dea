package main

import "m/cmd"

func main() { cmd.F() }
