package p

// A shape has another number in the caller than in the body that is inlined.

type list[T any] struct{ v *T }

func (l *list[T]) Init() *list[T] { l.v = nil; return l }

func New[T any]() *list[T] { return new(list[T]).Init() }

func Tr[A, B any](a A) *list[B] { return New[B]() }
func T2[A, B any](a A) *list[A] { return New[A]() }

func use() {
	Tr[int, string](1)
	T2[int, string](1)
}
