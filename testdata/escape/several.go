package p

// Several values at once, where some must be converted: of calls through
// temporaries, of comma-ok forms later than the analysis sees.

var sink interface{}
var flag bool

type truth bool

func two() ([]string, string)                     { return []string{"foo"}, "bar" }
func three(x string, y *int) ([]*int, *int, *int) { return nil, y, nil }
func parts() (float64, float64)                   { return 1, 2 }
func id(s string) string                          { return s }
func external() (*int, bool)
func bytes() ([]byte, []byte)                      { return nil, make([]byte, 10) }
func pass(s []string, x string) ([]string, string) { return s, x }

//go:noinline
func rest(s []*int, x ...*int) { _, _ = s, x }

func spread(i *int) {
	sink = append(two())
	sink = append(three(id("a"), i))
	sink = complex(parts())
	copy(bytes())
	pass(pass(two()))
	rest(three("x", i))
}

func assertion(y interface{}, ok *bool) {
	var o bool
	sink, o = y.(*int)
	sink, *ok = y.(*int)
	flag = o
}

func receive(y chan *int, ok *bool) {
	sink, flag = <-y
	sink, *ok = <-y
}

func index(y map[int]int, z map[int]*int, ok *bool) {
	sink, flag = y[1]
	sink, *ok = z[2]
}

func boolean(z interface{}) {
	i := 0
	var y, w, v interface{} = &i, nil, nil
	var o truth
	w, o = y.(*int)
	w, v = z.(interface{ M() })
	sink = v
	sink = w
	flag = bool(o)
}

func declared(z interface{}) {
	i := 0
	var y interface{} = &i
	var v, ok interface{} = y.(*int)
	sink = v
	sink = ok
	var a, b interface{} = external()
	sink = a
	sink = b
}

func initial(m map[int]*int) (interface{}, interface{}) {
	var x interface{}
	if x, flag = m[1]; flag {
		return x, flag
	}
	if x, ok := m[1]; ok {
		return x, ok
	}
	if sink, x = two(); flag {
		return x, 3
	}
	return two()
}
