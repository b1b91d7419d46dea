// Searching and comparing bytes: in C (runtime/std/bytealg.c), where the
// machine's vector instructions are at hand. These files take the place of
// Go's portable ones.

package bytealg

//go:noescape
func Compare(a, b []byte) int
