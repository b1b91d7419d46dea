#include "textflag.h"

// func half(a, b uint64) uint64
TEXT ·half(SB), NOSPLIT, $0-24
	MOVQ a+0(FP), AX
	ADDQ b+8(FP), AX
	SHRQ $1, AX
	MOVQ AX, ret+16(FP)
	RET
