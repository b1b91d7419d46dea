package p

// What is one pointer goes into an interface as it is; everything else needs
// a box.

type one struct{ p *int }
type two struct{ p, q *int }
type named func()

var any1 interface{}

func into(p *int, a one, b two, n int, f named, m map[int]int, arr [1]chan int) {
	any1 = p
	any1 = a
	any1 = b
	any1 = n
	any1 = f
	any1 = m
	any1 = arr
	any1 = struct{}{}
	any1 = 3
	any1 = "text"
}

func outOf(x interface{}) *int {
	switch v := x.(type) {
	case *int:
		return v
	case two:
		return v.q
	case one:
		return v.p
	case int:
		return &v
	}
	return nil
}

func assert(x interface{}) (*int, two) {
	p, ok := x.(*int)
	if !ok {
		return nil, x.(two)
	}
	return p, two{}
}
