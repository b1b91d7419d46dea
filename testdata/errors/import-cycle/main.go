package main

import "cycle/a"

func main() { a.F() }
