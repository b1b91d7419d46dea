package p

// Where implicit conversions stand.

var box interface{}

func same(x int) int           { return x }
func take(list ...interface{}) { box = list[0] }

func conversions(x, y int, s []int, m map[interface{}]interface{}) (interface{}, interface{}) {
	box = x * y
	box = s[x]
	var v interface{} = x
	var w interface{} = 7
	take(x, 3, y, x-y, same(y))
	_ = []interface{}{x, 2: y}
	m[x] = same(y)
	_ = struct{ i interface{} }{x}
	if box == x {
		return v, w
	}
	return 5, x
}

func channel(c chan interface{}, x int) interface{} {
	c <- x
	f := func(i interface{}) interface{} { return i }
	return f(x)
}
