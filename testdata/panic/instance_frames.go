// Frames of instances do not show their type arguments.
package main

type L[T any] struct{ v []T }

func (l *L[T]) at(i int) T { return l.v[i] }

func get[T any](l *L[T], i int) T {
	f := func() T { return l.at(i) }
	return f()
}

func main() {
	get(&L[string]{}, 3)
}

// Stderr:
// panic: runtime error: index out of range [3] with length 0
//
// goroutine 1 [running]:
// main.(*L[...]).at(
// ...
// main.get[...].func1(
// ...
// main.get[...](
// ...
// main.main()
