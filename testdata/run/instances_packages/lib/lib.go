package lib

type Set[T comparable] struct{ m map[T]struct{} }

func New[T comparable](xs ...T) *Set[T] {
	s := &Set[T]{m: make(map[T]struct{})}
	for _, x := range xs {
		s.Add(x)
	}
	return s
}
func (s *Set[T]) Add(x T)      { s.m[x] = struct{}{}; grow() }
func (s *Set[T]) Len() int     { return len(s.m) }
func (s Set[T]) Has(x T) bool  { _, ok := s.m[x]; return ok }

var calls int

func grow() { calls++ }

func Calls() int { return calls }

type Lener interface{ Len() int }

func Max[T Lener](a, b T) T {
	if less(a, b) {
		return b
	}
	return a
}
func less[T Lener](a, b T) bool { return a.Len() < b.Len() }

func Ints() *Set[int] { return New(1, 2, 3) }

type hidden struct{ n int }

func (h hidden) Len() int { return h.n }

func Hidden(n int) hidden { return hidden{n} }

func Any(x any) bool { _, ok := x.(*Set[int]); return ok }
