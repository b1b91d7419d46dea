// Equal panics of several lines stay apart: each has its own position.
package main

type node struct {
	value int
	next  *node
}

//go:noinline
func pick(which int, n *node, f func() int) int {
	switch which {
	case 0:
		return n.value
	case 1:
		return n.next.value
	case 2:
		return f()
	case 3:
		panic("no such case")
	case 4:
		panic("no such case")
	}
	return which / (which - 5)
}

func main() {
	defer func() {
		recover()
		defer func() {
			recover()
			pick(2, nil, nil)
		}()
		pick(4, nil, nil)
	}()
	pick(1, &node{}, nil)
}

// Stderr:
// panic: runtime error: invalid memory address or nil pointer dereference [recovered]
// 	panic: no such case [recovered]
// 	panic: runtime error: invalid memory address or nil pointer dereference
// ...
// main.pick(
// 	$FILE:17
// main.main.func1.1()
// 	$FILE:31
// ...
// main.pick(
// 	$FILE:21
// main.main.func1()
// 	$FILE:33
// ...
// main.pick(
// 	$FILE:15
// main.main()
// 	$FILE:35
// ...
