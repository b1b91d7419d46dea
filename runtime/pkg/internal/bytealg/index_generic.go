package bytealg

const MaxBruteForce = 64

func init() { MaxLen = 63 } // as gc has it for amd64

//go:noescape
func Index(a, b []byte) int

//go:noescape
func IndexString(a, b string) int

// Cutover reports how many false starts of IndexByte are worth a call of Index
// after n bytes: one in eight, and some more at the start.
func Cutover(n int) int { return (n + 16) / 8 }
