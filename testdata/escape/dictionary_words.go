package p

// What counts as a word of a dictionary.

type list[T any] struct{ v *T }

func (l *list[T]) Init() *list[T] { l.v = nil; return l }
func (l *list[T]) Nop()           {}
func (l list[T]) Val() int        { return 1 }

func N0[T any](x T) T     { N0(x); return x }
func N1[T any](x T)       { y := new(list[T]); y.Nop(); N0(x) }
func N2[T any](x T)       { new(list[T]).Nop(); N0(x) }
func N3[T any](x T)       { y := new(list[T]); y.Init(); N0(x) }
func N4[T any](x T)       { new(list[T]).Init(); N0(x) }
func N6[T any](x T)       { (&list[T]{}).Nop(); N0(x) }
func N7[T any](x T)       { list[T]{}.Val(); N0(x) }
func N8[T any](x T)       { _ = make([]T, list[T]{}.Val()); N0(x) }
func N9[T any](x T)       { _ = make([]list[T], 1); N0(x) }
func NA[T any](x T)       { _ = make([]list[T], 1)[0]; N0(x) }
func NB[T any](x T)       { _ = new(list[T]).v; N0(x) }
func NC[T any](x list[T]) { _ = x.v; _ = x.Val(); N0(x) }
func ND[T any](x list[T]) { _ = list[T](x).v; N0(x) }
func NE[T any](x list[T]) { _ = struct{ a list[T] }{x}.a.v; N0(x) }
func NF[T any](x list[T]) { _, _ = interface{}(x).(interface{ M(T) }); N0(x) }
func NG[T any](x *list[T]) { _ = x.v; N0(x) }
func use() {
	N1(1)
	N2(1)
	N3(1)
	N4(1)
	N6(1)
	N7(1)
	N8(1)
	N9(1)
	NA(1)
	NB(1)
	NC(list[int]{})
	ND(list[int]{})
	NE(list[int]{})
	NF(list[int]{})
	NG(&list[int]{})
}
