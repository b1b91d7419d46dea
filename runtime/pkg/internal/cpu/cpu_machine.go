// The processor as Go's library sees it. gc's file for amd64 asks with
// functions in assembly; here runtime/kernels/cpu.c asks, and answers with a
// bit for each feature, in the order of the list below.

package cpu

const CacheLinePadSize = 64

func features() uint64

// godebug returns the environment variable GODEBUG, which may turn features
// off: cpu.avx2=off.
func godebug() string

// gc's runtime does this before any package is initialized. Nobody who looks at
// X86 is initialized before this package.
func init() { Initialize(godebug()) }

func doinit() {
	options = []option{
		{Name: "adx", Feature: &X86.HasADX},
		{Name: "aes", Feature: &X86.HasAES},
		{Name: "avx", Feature: &X86.HasAVX},
		{Name: "avx2", Feature: &X86.HasAVX2},
		{Name: "bmi1", Feature: &X86.HasBMI1},
		{Name: "bmi2", Feature: &X86.HasBMI2},
		{Name: "erms", Feature: &X86.HasERMS},
		{Name: "fma", Feature: &X86.HasFMA},
		{Name: "pclmulqdq", Feature: &X86.HasPCLMULQDQ},
		{Name: "popcnt", Feature: &X86.HasPOPCNT},
		{Name: "sse3", Feature: &X86.HasSSE3},
		{Name: "sse41", Feature: &X86.HasSSE41},
		{Name: "sse42", Feature: &X86.HasSSE42},
		{Name: "ssse3", Feature: &X86.HasSSSE3},
	}
	found := features()
	for i := range options {
		*options[i].Feature = found>>i&1 != 0
	}
}
