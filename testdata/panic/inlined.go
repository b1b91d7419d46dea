package main

type node struct{ next *node }

func (n *node) walk() *node { return n.next.next }

func inl(n *node) *node { return n.walk() }
func main() {
	for i := 0; i < 3; i++ {
		defer func(i int) {
			println("deferred", i)
		}(i)
	}
	inl(&node{})
}

// Stderr:
// deferred 2
// deferred 1
// deferred 0
// panic: runtime error: invalid memory address or nil pointer dereference
// [signal SIGSEGV: segmentation violation code=0x1 addr=
//
// goroutine 1 [running]:
// main.(*node).walk(
// ...
// main.inl(
// ...
// main.main()
// ...
