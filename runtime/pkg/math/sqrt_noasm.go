package math

const haveArchSqrt = true

func archSqrt(x float64) float64
