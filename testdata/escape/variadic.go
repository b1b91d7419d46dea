package p

// The slice of a variadic call is a location of its own.

var kept interface{}

func ignore(list ...*int)         {}
func pick(list ...*int) *int      { return list[0] }
func keep(list ...*int)           { kept = list }
func keepOne(list ...interface{}) { kept = list[0] }

func use() *int {
	a, b, c, d := 1, 2, 3, 4
	ignore(&a)
	ignore()
	ignore([]*int{&d}...)
	keep(&b)
	keepOne(a, "s", nil, 2.5)
	return pick(&c, nil)
}
