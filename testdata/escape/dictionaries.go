package p

// Instances as -m=2 shows them: dictionaries, which words they hold, and what
// is taken from them.

type numeric interface{ ~int | ~float64 }

type named interface{ name() string }

type label string

func (l label) name() string { return string(l) }

// Types and constraints without type arguments have no descriptors.
type pair[K comparable, V any] struct {
	key K
	val V
}

func (p *pair[K, V]) set(k K, v V) { p.key, p.val = k, v }
func (p pair[K, V]) get() V         { return p.val }

type keyed[K comparable] interface{ find(K) bool }

func sum[T numeric](x ...T) (total T) {
	for _, v := range x {
		total += v
	}
	return total
}

// A dictionary of its own is static; one of another instance is a word of the
// caller's.
func outer[T numeric](x, y T) T { return inner(x) + inner(y) }
func inner[T numeric](x T) T    { return sum(x, x) }

func called[T named](x T) string     { return x.name() }
func expression[T named](x T) string { return T.name(x) }

func boxed[T any](x T) interface{} { return x }

func asserted[T any](x interface{}) (T, bool) {
	v, ok := x.(T)
	return v, ok
}

func switched[T any](x interface{}) int {
	switch x.(type) {
	case T:
		return 1
	case []T:
		return 2
	}
	return 0
}

func use() (string, interface{}) {
	var p pair[string, label]
	p.set("a", "b")
	println(outer(1, 2), outer(1.5, 2.5), p.get().name())
	println(switched[int](1), switched[label](2))
	v, ok := asserted[label](boxed(label("c")))
	println(v, ok, expression(v))
	return called(v), boxed(&p)
}
