// Objects of many sizes come and go, through several collections.
package main

import "runtime"

type node struct {
	left, right *node
	data        []byte
}

var keep [64]*node

func build(depth, size int) *node {
	if depth == 0 {
		return nil
	}
	return &node{build(depth-1, size), build(depth-1, size), make([]byte, size)}
}

func main() {
	seed := uint32(1)
	for i := 0; i < 400; i++ {
		seed = seed*1664525 + 1013904223
		keep[seed>>26] = build(int(seed>>20%6)+2, int(seed>>8%2000)+1)
		if i%100 == 50 {
			keep[seed>>27] = nil
			// Together more than a chunk of the page allocator.
			large := &node{data: make([]byte, 1500000)}
			keep[seed>>26] = large
		}
		if i%150 == 149 {
			runtime.GC()
		}
	}
}
