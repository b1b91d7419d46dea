// flags: -e
// Constraints: unions, type sets, and whether a type argument satisfies them.
package p

type MyInt int
type Int interface{ ~int | ~int8 }
type Float interface{ ~float32 | ~float64 }
type Stringer interface{ String() string }
type Cmp interface{ comparable }

type (
	Tilde    interface{ ~MyInt } // ERROR "invalid use of ~ \(underlying type of MyInt is int\)"
	TildeI   interface{ ~Stringer } // ERROR "invalid use of ~ \(Stringer is an interface\)"
	Overlap  interface{ ~int | int } // ERROR "overlapping terms int and ~int"
	Overlap2 interface{ MyInt | ~int } // ERROR "overlapping terms ~int and \w+\.MyInt"
	Methods  interface{ int | Stringer } // ERROR "cannot use \w+\.Stringer in union \(\w+\.Stringer contains methods\)"
	UComp    interface{ int | comparable } // ERROR "cannot use comparable in union"
	UCmp     interface{ int | Cmp } // ERROR "cannot use \w+\.Cmp in union \(\w+\.Cmp embeds comparable\)"
	Nested   interface{ Int | Float }
	Empty    interface {
		int
		string
	}
	Param[P any]  interface{ P } // ERROR "term cannot be a type parameter"
	TParam[P any] interface{ ~P } // ERROR "type in term ~P cannot be a type parameter"
	UParam[P any] interface{ int | P } // ERROR "term cannot be a type parameter"
)

var (
	_ Int // ERROR "cannot use type Int outside a type constraint: interface contains type constraints"
	_ []Cmp // ERROR "cannot use type Cmp outside a type constraint: interface is \(or embeds\) comparable"
	_ func(comparable) // ERROR "cannot use type comparable outside a type constraint: interface is \(or embeds\) comparable"
	_ struct{ f Nested } // ERROR "cannot use type Nested outside a type constraint: interface contains type constraints"
	_ = Int(1) // ERROR "cannot use interface Int in conversion \(contains specific type constraints or is comparable\)"
	_ any = Int(nil) // ERROR "cannot use interface Int in conversion \(contains specific type constraints or is comparable\)"
)

func needInt[T Int]()                      {}
func needExact[T int | string]()           {}
func needCmp[T comparable]()               {}
func needStr[T Stringer]()                 {}
func needBoth[T interface {
	~int
	String() string
}]() {
}
func needEmpty[T Empty]()          {}
func needPtr[T any, P interface{ *T }]() {}
func needNo[T [10]int]()           {}

type S1 struct{}

func (S1) String() string { return "" }

type S2 struct{}

func (*S2) String() string { return "" }

type S3 int

func (S3) String() int { return 0 }

type S4 int

func (S4) string() string { return "" }

type S5 int

func (S5) String() string { return "" }

type T1[P Int] struct{}
type T2[P Int, Q interface{ m(P) }] struct{}

func _() {
	needInt[int]()
	needInt[MyInt]()
	needInt[string]() // ERROR "string does not implement Int \(string missing in ~int \| ~int8\)"
	needInt[Int]() // ERROR "cannot use type Int outside a type constraint: interface contains type constraints"
	needInt[any]() // ERROR "any does not implement Int"
	needInt[undefined]() // ERROR "undefined: undefined"
	needExact[MyInt]() // ERROR "MyInt does not implement int\|string \(possibly missing ~ for int in constraint int\|string\)"
	needExact[string]()
	needExact[bool]() // ERROR "bool does not implement int\|string \(bool missing in int \| string\)"
	needCmp[int]()
	needCmp[[]int]() // ERROR "\[\]int does not implement comparable"
	needCmp[any]() // ERROR "any does not implement comparable"
	needCmp[Stringer]() // ERROR "Stringer does not implement comparable"
	needCmp[struct{ f func() }]() // ERROR "struct\{f func\(\)\} does not implement comparable"
	needCmp[*[]int]()
	needStr[S1]()
	needStr[S2]() // ERROR "S2 does not implement Stringer \(String method has pointer receiver\)"
	needStr[*S2]()
	needStr[S3]() // ERROR "S3 does not implement Stringer \(wrong type for String method\)"
	needStr[S4]() // ERROR "S4 does not implement Stringer \(missing String method\)"
	needStr[*Stringer]() // ERROR "\*Stringer does not implement Stringer \(type \*Stringer is pointer to interface, not interface\)"
	needStr[Stringer]()
	needBoth[S5]()
	needBoth[S1]() // ERROR "S1 does not implement interface\{String\(\) string; ~int\} \(S1 missing in ~int\)"
	needBoth[int]() // ERROR "int does not implement interface\{String\(\) string; ~int\} \(missing String method\)"
	needEmpty[int]() // ERROR "cannot implement Empty \(empty type set\)"
	needPtr[int, *int]()
	needPtr[int, *string]() // ERROR "\*string does not implement interface\{\*int\} \(\*string missing in \*int\)"
	needPtr[int]()
	needNo[[10]int]()
	needNo[[9]int]() // ERROR "\[9\]int does not implement \[10\]int \(\[9\]int missing in \[10\]int\)"
	var _ T1[bool] // ERROR "bool does not implement Int \(bool missing in ~int \| ~int8\)"
	var _ T2[int, S1] // ERROR "S1 does not implement interface\{m\(int\)\} \(missing m method\)"
	var _ T1[T1[int]] // ERROR "T1\[int\] does not implement Int \(T1\[int\] missing in ~int \| ~int8\)"
}

func chain[P Int, Q any, R comparable, S Stringer, U Int | Float](p P) {
	needInt[P]()
	needInt[Q]() // ERROR "Q does not implement Int"
	needInt[U]() // ERROR "U does not implement Int"
	needCmp[P]()
	needCmp[Q]() // ERROR "Q does not implement comparable"
	needCmp[R]()
	needCmp[S]() // ERROR "S does not implement comparable"
	needStr[S]()
	needStr[P]() // ERROR "P does not implement Stringer \(missing String method\)"
	needStr[*S]() // ERROR "\*S does not implement Stringer \(type \*S is pointer to type parameter, not type parameter\)"
	needExact[P]() // ERROR "P does not implement int\|string"
	var _ T1[P]
	var _ T1[Q] // ERROR "Q does not implement Int"
}
