// Exp as gc has it for amd64: the portable version differs in the last bit
// for some arguments (runtime/std/math.c).

package math

const haveArchExp = true

func archExp(x float64) float64
