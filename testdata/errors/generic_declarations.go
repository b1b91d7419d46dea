// flags: -e
// Declarations with type parameters: lists, receivers, uses without arguments.
package p

type Pair[A, B any] struct {
	a A
	b B
}
type List[E any] struct{ next *List[E] }
type Alias[P any] = []P // ERROR "generic type cannot be alias"
type Bare[P any] P // ERROR "cannot use a type parameter as RHS in type declaration"
type Bound[P any, Q P] struct{} // ERROR "cannot use a type parameter as constraint"
type Same[P, P any] struct{} // ERROR "P redeclared in this block"
type Deep[P any] struct{ f [2]Deep[P] } // ERROR "invalid recursive type Deep"
type Inner struct{ p Pair[int, Inner] } // ERROR "invalid recursive type Inner"
type Through[P Through[P]] interface{ m() } // ERROR "invalid recursive type Through"
type Embeds[P any] struct{ P } // ERROR "embedded field type cannot be a \(pointer to a\) type parameter"
type EmbedsPointer[P any] struct{ *P } // ERROR "embedded field type cannot be a \(pointer to a\) type parameter"
type Key[P any] map[P]int // ERROR "invalid map key type P \(missing comparable constraint\)"
type Field[P any] struct{ m int }

func (p Pair[A, B]) Swap() Pair[B, A]   { return Pair[B, A]{p.b, p.a} }
func (p *Pair[_, B]) Second() B         { return p.b }
func (p Pair[A]) Few()                  {} // ERROR "got 1 type parameter, but receiver base type declares 2" "got 1 arguments but 2 type parameters"
func (p Pair[A, B, C]) Many()           {} // ERROR "got 3 arguments but 2 type parameters"
func (p Pair[int, *B]) Star()           {} // ERROR "receiver type parameter \*B must be an identifier" "undefined: B"
func (p Pair) None()                    {} // ERROR "cannot use generic type Pair\[A, B any\] without instantiation"
func (f Field[P]) m()                   {} // ERROR "field and method with the same name m"
func (l List[E]) dup()                  {}
func (l List[F]) dup()                  {} // ERROR "List\.dup redeclared in this block"
func (l *List[E]) wrong(E) (x E)        { var E int; return } // ERROR "E redeclared in this block"
func Clash[T any](T int)                {} // ERROR "T redeclared in this block"
func Late[T any](x T) T                 { var y U; return x } // ERROR "undefined: U"
func (x Bare[T]) on()                   {}
func Generic[T any](x T)                {}
func Plain(x int)                       {}
func main[T any]()                      {}
func init[T any]()                      {} // ERROR "func init must have no type parameters"

var (
	_ Pair // ERROR "cannot use generic type Pair\[A, B any\] without instantiation"
	_ Pair[int] // ERROR "got 1 arguments but 2 type parameters"
	_ Pair[int, string, bool] // ERROR "got 3 arguments but 2 type parameters"
	_ Pair[int, string]
	_ *List // ERROR "cannot use generic type List\[E any\] without instantiation"
	_ []List[List[int]]
	_ map[Pair[int, string]]List[int]
	_ int[string] // ERROR "int is not a generic type"
	_ = Generic // ERROR "cannot use generic function Generic without instantiation"
	_ = Generic[int]
	_ = Generic[int, string] // ERROR "got 2 type arguments but want 1"
	_ = Generic[undefined] // ERROR "undefined: undefined"
	_ = Plain[int] // ERROR "invalid operation: cannot index Plain \(value of type func\(x int\)\)"
	_ = List[int]{}.next.wrong
	_ func(int) = Generic // ERROR "cannot use generic function Generic without instantiation"
	_ = (Generic)(1) // ERROR "cannot use generic function Generic without instantiation"
	_ = List{} // ERROR "cannot use generic type List\[E any\] without instantiation"
	_ = Pair[int, string].Swap
	_ = Pair.Swap // ERROR "cannot use generic type Pair without instantiation"
	_ = Pair[int, string]{1, "a"}.Swap().Third // ERROR "Pair\[int, string\]\{…\}\.Swap\(\)\.Third undefined \(type Pair\[string, int\] has no field or method Third\)"
	_ interface{ m[T any]() } // ERROR "interface method must have no type parameters"
)

func local() {
	Generic // ERROR "cannot use generic function Generic without instantiation"
	x := Generic // ERROR "cannot use generic function Generic without instantiation"
	Generic[int] // ERROR "Generic\[int\] \(value of type func\(x int\)\) is not used"
	go Generic(1)
	defer Generic[string]("")
	var f func(float64) = Generic[float64]
	f(1)
	var l List[int]
	l = List[string]{} // ERROR "cannot use List\[string\]\{\} \(value of type List\[string\]\) as type List\[int\] in assignment"
	l.next = &l
	_ = l == nil // ERROR "invalid operation: l == nil \(mismatched types List\[int\] and untyped nil\)"
	var p Pair[int, []int]
	_ = p == p // ERROR "invalid operation: p == p \(struct containing \[\]int cannot be compared\)"
	_ = map[List[any]]int{}
	_ = map[Pair[int, func()]]int{} // ERROR "invalid map key type Pair\[int, func\(\)\]"
}

func noBody[P any]() // ERROR "parameterized function is missing function body"
