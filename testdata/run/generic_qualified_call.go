package main

import "math"

// A call of another package's function in a generic body has no receiver.

func root[T ~float64](x T) T { return T(math.Sqrt(float64(x))) }

func main() { println(root(16.0) == 4) }

// Stderr:
// true
