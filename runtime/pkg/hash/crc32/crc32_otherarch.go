// CRCs by carry-less multiplication: runtime/kernels/crc32.c. It works on whole
// blocks of 16 bytes for the IEEE polynomial; a table does what is left.

package crc32

import "internal/cpu"

const blockSize = 16

//go:noescape
func ieeeBlocks(crc uint32, p []byte) uint32

//go:noescape
func castagnoliBytes(crc uint32, p []byte) uint32

var restTable *slicing8Table

func archAvailableIEEE() bool { return cpu.X86.HasPCLMULQDQ && cpu.X86.HasSSE41 }

func archInitIEEE() { restTable = slicingMakeTable(IEEE) }

func archUpdateIEEE(crc uint32, p []byte) uint32 {
	if n := len(p) &^ (blockSize - 1); n > 0 {
		crc = ^ieeeBlocks(^crc, p[:n])
		p = p[n:]
	}
	if len(p) == 0 {
		return crc
	}
	return slicingUpdate(crc, restTable, p)
}

func archAvailableCastagnoli() bool { return cpu.X86.HasPCLMULQDQ && cpu.X86.HasSSE42 }

func archInitCastagnoli() {}

func archUpdateCastagnoli(crc uint32, p []byte) uint32 { return ^castagnoliBytes(^crc, p) }
