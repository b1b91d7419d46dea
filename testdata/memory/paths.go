// Allocations that take each of the paths; GODEBUG=alloctrace=1 says which.
// A line's comment has what its allocation must be: size, class and paths.
package main

type node struct {
	left, right *node
	key         int
}

var (
	nodes  []*node
	number *int32
	bytes  []byte
	large  []byte
	table  []*node
)

func main() {
	nodes = make([]*node, 0, 1000) // 8000 51 noscan=0 grow
	for i := 0; i < 1000; i++ {
		nodes = append(nodes, &node{key: i}) // 24 3 noscan=0 cached|refill|grow
	}
	for i := 0; i < 10; i++ {
		number = new(int32) // 4 2 noscan=1 tiny|cached|grow
	}
	for i := 0; i < 100; i++ {
		bytes = make([]byte, 100+i/100) // 100 9 noscan=1 cached|grow
	}
	large = make([]byte, 40000) // 40000 0 noscan=1 large
	table = make([]*node, 5000) // 40000 0 noscan=0 large
}
