// Maps of a few elements that do not escape allocate nothing; as in gc, ranging
// over one without pointers does, twice. Nor does a look at the clock.
package main

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
	"unsafe"
)

var now time.Time

type pair struct {
	name string
	next *pair
}

func allocations(f func()) float64 { return testing.AllocsPerRun(50, f) }

func small() {
	m := make(map[string]*pair)
	p := &pair{"b", nil}
	m["a"], m["b"] = p, m["c"]
	n := map[int32]bool{1: true, 2: false}
	k := make(map[[2]any]int, 8)
	k[[2]any{1, "x"}]++
	if len(m) != 2 || m["b"] != nil || m["a"].name != "b" || !n[1] || k[[2]any{1, "x"}] != 1 {
		panic("wrong")
	}
	delete(n, 1)
	for key := range n {
		if key != 2 {
			panic("wrong")
		}
	}
}

// Each round has a map of its own, which may grow out of the frame.
func rounds(n int) (sum int) {
	for i := 0; i < 3; i++ {
		m := make(map[int]int)
		for k := 0; k < n; k++ {
			m[k+i] += k
		}
		for k, v := range m {
			sum += k * v
		}
		sum += len(m)
	}
	return sum
}

var eight, nine = 8, 9

// A hint that is not known has a bucket in the frame, in case it is small.
func hinted(n int) {
	m := make(map[int]int, n)
	m[n] = n
}

var long = strings.Repeat("long", 100)

// What is only ranged over is not copied.
func bytesOf(s string) (sum int) {
	for i, c := range ([]byte)(s) {
		sum += i & int(c)
	}
	return sum
}

//go:notinheap
type foreign struct{ x int }

var outside foreign

// Reflect looks whether a pointer to what is not in the heap is one.
func pointers() {
	defer func() { fmt.Println(recover()) }()
	fmt.Println(reflect.ValueOf(&outside).Elem().Field(0))
	reflect.ValueOf((*foreign)(unsafe.Pointer(new(int)))).Elem()
}

func main() {
	fmt.Println(allocations(small), allocations(func() { rounds(8) }), allocations(func() { rounds(9) }) > 0)
	fmt.Println(rounds(8), rounds(9), rounds(100))
	fmt.Println(allocations(func() { hinted(eight) }), allocations(func() { hinted(nine) }))
	fmt.Println(allocations(func() { bytesOf(long) }), bytesOf(long))
	pointers()
	fmt.Println(allocations(func() { now = time.Now() }))
}

// Output:
// 3 6 true
// 528 747 1000200
// 0 1
// 0 21032
// 0
// reflect: reflect.Value.Elem on an invalid notinheap pointer
// 0
