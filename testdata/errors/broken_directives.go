// flags: -e
// Directives in a file with syntax errors: those that wait where a statement
// or declaration ends are misplaced, those that a declaration takes are not.
package p

//go:nosplit
func taken() {}

//go:noinline
x := 1 // ERROR "non-declaration statement outside function body"
func first() {
	//go:noinline // ERROR "misplaced compiler directive"
	a b // ERROR "unexpected b at end of statement"
	//go:nosplit
	var c int
	//go:nosplit // ERROR "misplaced compiler directive"
}

//go:notinheap // ERROR "misplaced compiler directive"
type (
	//go:notinheap
	T struct{}
	//go:notinheap
	{ } // ERROR "unexpected {, expecting name"
)

func (T) last()
//go:noinline // ERROR "misplaced compiler directive"
