// Package atomic holds what package runtime itself uses. gc's runtime imports
// a package of this path and name, which shows: where messages under -m would
// speak of two packages "atomic", they name both by their paths.
package atomic

// Load64 is an instruction (escape/intrinsics.def); this body is for its value.
func Load64(p *uint64) uint64 { return *p }
