package p

// The examples that every talk about escape analysis shows. The first two,
// getValue beside inc and the graph of link, are in first.go.

// A pointer in the literal stays on the stack, a pointer stored later goes to
// the heap: gc does not know where x points to.

type X struct{ p *int }

func inLiteral(n int) (sum int) {
	for i := 0; i < n; i++ {
		i1 := i
		x := &X{p: &i1}
		sum += *x.p
	}
	return
}

func storedLater(n int) (sum int) {
	for i := 0; i < n; i++ {
		i2 := i
		x := &X{}
		x.p = &i2
		sum += *x.p
	}
	return
}

// What make allocates may have 64 KB, and its size must be a constant.

func sizes(n int) int {
	small := make([]int, 8192)
	large := make([]int, 10240)
	variable := make([]int, n)
	return len(small) + len(large) + len(variable)
}

// A value in an interface needs a box, which goes where the interface goes.

var last interface{}

func show(v interface{}) { last = v }

func passes(n int) { show(n) }

// A variable may have 10 MB.

func tooLarge() int {
	var buffer [10<<20 + 8]byte
	return len(buffer)
}

// An address that is returned by a function which is not inlined is a call of
// runtime.newobject.

type smallStruct struct{ a, b int64 }

//go:noinline
func newSmall() *smallStruct { return &smallStruct{1, 2} }

func usesSmall() int64 { return newSmall().a }

func keepsSmall() int64 {
	s := &smallStruct{1, 2}
	return s.b
}
