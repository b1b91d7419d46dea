// flags: -+
// What -+, which compiles a runtime, does not let memory be taken for, and
// what //go:notinheap allows nowhere.
package p

//go:notinheap
type page struct {
	next *page
	used int
}

type run struct {
	first int
	pages [4]page
}

type alias = page

var (
	first page // a variable of the package: no allocation
	free  *page
	made  = new(page) // ERROR "^page can't be allocated in Go; it is incomplete \(or unallocatable\)$"
	list  []run
	grown []page
	any   interface{}
)

func local() int {
	var p page // ERROR "^page is incomplete \(or unallocatable\); stack allocation disallowed$"
	p.used = 1
	return p.used
}

func param(r run) int { // ERROR "^run is incomplete \(or unallocatable\); stack allocation disallowed$"
	return r.first
}

func allocate(n int) {
	free = &page{}         // ERROR "^page can't be allocated"
	free = new(alias)      // ERROR "^page can't be allocated"
	any = new([2]page)     // ERROR "^\[2\]page can't be allocated"
	list = make([]run, n)  // ERROR "^run can't be allocated"
	grown = append(grown, first) // ERROR "^page can't be allocated"
}

// Pointers may go anywhere.
func use(p *page) *page {
	q := p.next
	for q != nil && q.used > 0 {
		q = q.next
	}
	return q
}

func escaping(x int) *int { // ERROR "^x escapes to heap, not allowed in runtime$"
	return &x
}

func closure(x int) func() int {
	y := x
	y++ // captured by value: assigned before
	return func() int { return y } // ERROR "^heap-allocated closure closure.func1, not allowed in runtime$"
}

func kept(x int) int {
	add := func(y int) int { return x + y }
	return add(1) + add(2)
}
