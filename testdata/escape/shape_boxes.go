package p

// Values of type parameters, and interfaces that mention them, in interfaces:
// where gc builds them, what it takes from dictionaries.

type teller interface{ tell() string }

type comparableTeller interface {
	comparable
	tell() string
}

type answer int

func (a answer) tell() string { return "42" }

type holder[T any] interface{ hold(T) }

type wide[T any] interface {
	holder[T]
	tell() string
}

func equalAny[T comparable](x T, y interface{}) bool     { return x == y }
func equalI[T comparableTeller](x T, y teller) bool      { return y == x }
func equalPair[T comparable](x T, y interface{}) bool    { return struct{ a, b T }{x, x} == y }
func equalArray[T comparable](x, z T, y interface{}) bool { return [2]T{x, z} == y }

func choose[T comparable](x T, y interface{}) int {
	switch y {
	case x:
		return 1
	case 7:
		return 2
	}
	switch x {
	case y:
		println("y")
	}
	return 3
}

func chooseConstants[T, U ~int]() int {
	switch interface{}(nil) {
	case int(0), T(0), U(1):
		return 1
	}
	return 2
}

func empty[T any](x T) interface{}       { return x }
func method[T comparableTeller](x T) teller { return x }

func assert[T any](x interface{}) (h holder[T], ok bool) {
	h, ok = x.(holder[T])
	return
}

func named[T any](w teller) (T, []T) {
	v := w.(interface{}).(T)
	s, _ := w.(interface{}).([]T)
	return v, s
}

func clauses[T teller](x teller) string {
	switch v := x.(type) {
	case T:
		return v.tell()
	case holder[T]:
		return "holder"
	}
	return ""
}

type plain[T any] interface{}

func constant[T any]() plain[T] {
	var i int
	return i
}

func all(a answer, t teller) bool {
	v, s := named[answer](t)
	h, ok := assert[answer](a)
	return equalAny(a, 1) || equalI(a, t) || equalPair(a, t) || equalArray(a, a, t) ||
		choose(a, t) == chooseConstants[int, answer]() || empty(a) == method(a) ||
		clauses[answer](t) == "" || ok || len(s) > int(v) || h == nil ||
		constant[int]() == nil
}
