package main

import "m/text"

// The version in go.mod is that of the language.
func main() {
	println(text.Number(1_000))
}
