// Package mix has assembly for the machine, and Go for the others.
package mix

// Half is the mean of two shades.
func Half(a, b uint64) uint64 { return half(a, b) }
