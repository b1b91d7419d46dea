// What export data make of imported bodies shows in costs, names and positions:
// literals that captured variables, instances of generic methods, variables of
// other packages that are put into interfaces.
package p

import (
	"io"
	"math/rand"
	"os"
	"sort"
	"sync/atomic"
	"time"
)

type node struct {
	next atomic.Pointer[node]
	all  []*node
}

// The literals in sort.SearchInts and SearchStrings become ours.
func find(xs []int, names []string, name string) (int, int) {
	return sort.SearchInts(xs, 3), sort.SearchStrings(names, name)
}

func (n *node) push(to *node) {
	for {
		old := n.next.Load()
		if n.next.CompareAndSwap(old, to) {
			return
		}
	}
}

// The index calls nothing but len.
func (n *node) drop(i int) {
	n.all[i] = n.all[len(n.all)-1]
	n.all = n.all[:len(n.all)-1]
}

var zero time.Time

func qualified(list []any, m map[any]any, c chan any) (any, any) {
	list = append(list, time.Saturday, rand.Int, os.Args)
	m[sort.IntSlice{}] = os.Args
	c <- os.Args
	if len(list) > 3 {
		panic(os.Args)
	}
	return os.Args, list
}

type kind byte

func (kind) Write(p []byte) (int, error) { return 0, nil }

const none = kind(0)

func declared(use func(a, b *io.Writer)) io.Writer {
	var a, b io.Writer = none, none
	use(&a, &b)
	return b
}

// Without the call, the error's conversion for panic costs nothing.
func must(err error, parse func(string) (string, error)) string {
	s, err := parse("position not set")
	if err != nil {
		panic(err)
	}
	return s
}
