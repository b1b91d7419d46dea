package main

import (
	"internal/abi"
	"m/a/internal/b"
)

func main() {
	_ = abi.FuncPCABI0
	b.F()
}
