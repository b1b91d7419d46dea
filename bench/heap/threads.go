// As many goroutines as the argument says allocate at the same time, each
// 4 million objects of 32 bytes, of which few live for long.
package main

import (
	"os"
	"strconv"
	"sync"
)

type node struct {
	left, right *node
	key, value  int
}

func work(keep []*node) {
	for i := 0; i < 4<<20; i++ {
		keep[i&1023] = &node{key: i, left: keep[(i+1)&1023]}
		if i&3 != 0 {
			keep[i&1023].left = nil
		}
	}
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	var wait sync.WaitGroup
	for i := 0; i < n; i++ {
		wait.Add(1)
		go func() {
			work(make([]*node, 1024))
			wait.Done()
		}()
	}
	wait.Wait()
}
