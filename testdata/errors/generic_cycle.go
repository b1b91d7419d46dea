// flags: -e
// Programs that would need infinitely many instances.
package p

type Tree[T any] struct {
	v    T
	kids []Tree[T]
}

func down[T any](n int) {
	if n > 0 {
		down[*T](n - 1)
	}
}

func ping[A, B any]() { pong[B, []A]() } // ERROR "instantiation cycle:"
func pong[A, B any]() { ping[B, A]() }

func fine[T any](n int) { fine[T](n - 1) }

type Grow[T any] struct{ next *Grow[map[string]T] }

func (t Tree[T]) m() { Tree[Tree[T]]{}.m() }
