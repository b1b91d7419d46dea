// flags: -e
// Type arguments that are not written.
package p

type MyInts []int
type Num interface{ ~int | ~float64 }
type Box[T any] struct{ v T }
type Fn[A, B any] func(A) B

func one[T any](x T) T                                    { return x }
func two[T any](x, y T)                                   {}
func pair[K comparable, V any](m map[K]V) (k K, v V)      { return }
func slice[S ~[]E, E any](s S) (e E)                      { return }
func apply[A, B any](x A, f func(A) B) B                  { return f(x) }
func boxed[T any](b Box[T]) T                             { return b.v }
func variadic[T any](x ...T)                              {}
func none[T any]()                                        {}
func result[T any]() (x T)                                { return }
func ptr[T any, P interface {
	*T
	Set(string)
}](s []string) (r []T) {
	return
}
func chans[T any](c <-chan T)         {}
func cyc[P interface{ *Q }, Q interface{ *P }](p P) {}
func core[T ~[]int](x T)              {}
func exact[T []int](x ...T)           {}
func three[A, B, C any](a A, f func(B) C) {}
func fn[A, B any](f Fn[A, B])         {}
func arr[T any](x [3]T)               {}
func st[T any](x struct{ f T })       {}
func num[T Num](x, y T) T             { return x + y }

type Setter int

func (*Setter) Set(string) {}

func two2() (int, string) { return 0, "" }
func ints() (int, int)    { return 0, 0 }

func _() {
	var i int
	var s string
	var f float64
	var b Box[string]
	var ch chan int
	_ = one(1)
	_ = one(nil) // ERROR "cannot infer T \(.*\)"
	_ = one(1 << i)
	_ = one("a") + 1 // ERROR "invalid operation: one\(.a.\) \+ 1 \(mismatched types string and untyped int\)"
	two(1, 2.5) // ERROR "default type float64 of 2\.5 does not match inferred type int for T"
	two(i, 2.5) // ERROR "cannot use 2\.5 \(untyped float constant\) as int value in argument to two \(truncated\)"
	two(i, f) // ERROR "type float64 of f does not match inferred type int for T"
	two(f, 1)
	two(i, s) // ERROR "type string of s does not match inferred type int for T"
	two(MyInts{}, []int{})
	two([]int{}, MyInts{})
	two(nil, i) // ERROR "cannot use nil as int value in argument to two"
	two(i, nil) // ERROR "cannot use nil as int value in argument to two"
	two(ints())
	two(two2()) // ERROR "type string of two2\(\) does not match inferred type int for T"
	two(1) // ERROR "not enough arguments in call to two"
	two(1, 2, 3) // ERROR "too many arguments in call to two"
	pair(map[string]int{})
	pair(s) // ERROR "type string of s does not match map\[K\]V \(cannot infer K and V\)"
	pair(map[string]int{}, 1) // ERROR "too many arguments in call to pair"
	_ = slice(MyInts{}) + i
	_ = slice(MyInts{}) + s // ERROR "invalid operation: slice\(MyInts\{\}\) \+ s \(mismatched types int and string\)"
	slice(i) // ERROR "S does not match ~\[\]E"
	slice(nil) // ERROR "cannot infer S \(.*\)"
	apply(1, func(i int) string { return "" })
	apply(1, func(s string) string { return "" }) // ERROR "cannot use 1 \(untyped int constant\) as string value in argument to apply"
	apply(1, one[int])
	apply(1, one) // ERROR "cannot use generic function one without instantiation"
	_ = boxed(b) + i // ERROR "invalid operation: boxed\(b\) \+ i \(mismatched types string and int\)"
	boxed(i) // ERROR "type int of i does not match Box\[T\] \(cannot infer T\)"
	variadic() // ERROR "cannot infer T \(.*\)"
	variadic(1, 2)
	variadic(1, s) // ERROR "cannot use 1 \(untyped int constant\) as string value in argument to variadic"
	variadic([]int{1}...)
	variadic([]any{1}...)
	none() // ERROR "cannot infer T \(.*\)"
	none[int]()
	_ = result() + 1 // ERROR "cannot infer T \(.*\)"
	_ = result[int]() + 1
	var _ int = result() // ERROR "cannot infer T \(.*\)"
	_ = ptr[Setter](nil)
	_ = ptr[int](nil) // ERROR "\*int does not implement interface\{Set\(string\); \*int\} \(missing Set method\)"
	ptr(nil) // ERROR "cannot infer T \(.*\)"
	chans(ch)
	chans(i) // ERROR "type int of i does not match <-chan T \(cannot infer T\)"
	cyc(nil) // ERROR "cannot infer P \(.*\)"
	cyc[*int](nil) // ERROR "int does not implement interface\{\*\*int\} \(int missing in \*\*int\)"
	core(MyInts{})
	core(i) // ERROR "int does not implement ~\[\]int \(int missing in ~\[\]int\)"
	core([]string{}) // ERROR "\[\]string does not implement ~\[\]int \(\[\]string missing in ~\[\]int\)"
	exact()
	exact(nil)
	exact(s) // ERROR "string does not implement \[\]int \(string missing in \[\]int\)"
	three(1, func(string) bool { return true })
	three[int](1, func(string) bool { return true })
	three[string](1, func(string) bool { return true }) // ERROR "cannot use 1 \(untyped int constant\) as string value in argument to three\[string\]"
	three(i, s) // ERROR "type string of s does not match func\(B\) C"
	fn(func(int) string { return "" })
	fn(func(int) {}) // ERROR "type func\(int\) of func\(int\) \{\} does not match inferred type Fn\[int, B\] for Fn\[A, B\]"
	arr([3]int{})
	arr([4]int{}) // ERROR "type \[4\]int of \[4\]int\{\} does not match \[3\]T \(cannot infer T\)"
	st(struct{ f int }{})
	st(struct{ g int }{}) // ERROR "type struct\{g int\} of struct\{g int\}\{\} does not match struct\{f T\} \(cannot infer T\)"
	_ = num(1, 2.5) // ERROR "default type float64 of 2\.5 does not match inferred type int for T"
	_ = num("a", "b") // ERROR "string does not implement Num \(string missing in ~int \| ~float64\)"
	_ = num(MyInts{}, nil) // ERROR "MyInts does not implement Num \(MyInts missing in ~int \| ~float64\)"
	one[int, string](1) // ERROR "got 2 type arguments but want 1"
	one[string](1) // ERROR "cannot use 1 \(untyped int constant\) as string value in argument to one\[string\]"
	one[int](s) // ERROR "cannot use s \(variable of type string\) as type int in argument to one\[int\]"
	undefined(one(1)) // ERROR "undefined: undefined"
	one(undefined) // ERROR "undefined: undefined"
	f = num[float64](1, 2)
}

func rec[P any, Q any](p P, q Q) {
	rec(q, p)
	rec[P](p, q)
	rec(&p, q)
	two(p, q) // ERROR "type Q of q does not match inferred type P for T"
	two(p, p)
	_ = slice([]P{p})
	pair(map[P]Q{}) // ERROR "P does not implement comparable" "invalid map key type P \(missing comparable constraint\)"
}
