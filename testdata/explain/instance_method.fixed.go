package main

type getter interface{ get() int }

type box[T any] struct {
	value T
	n     int
}

func (b *box[T]) get() int { return b.n }

func main() {
	g := &box[string]{n: 7} // stack
	println(g.get())
}
