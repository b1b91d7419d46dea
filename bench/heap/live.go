// What an allocation costs beside a live tree of the given depth, 16 bytes a
// node: prints hundredths of a nanosecond. Cycles are those of gctrace.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"
)

type node struct{ left, right *node }

func build(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{build(depth - 1), build(depth - 1)}
}

var sink *node

func garbage(n int) {
	for i := 0; i < n; i++ {
		sink = &node{}
	}
}

func main() {
	const n = 4 << 20
	depth, _ := strconv.Atoi(os.Args[1])
	keep := build(depth)
	debug.SetGCPercent(-1)
	best := time.Duration(1 << 62)
	for i := 0; i < 4; i++ {
		start := time.Now()
		garbage(n)
		if took := time.Since(start); took < best {
			best = took
		}
		runtime.GC() // what was allocated is swept, and used again
	}
	println(int64(best) * 100 / n)
	runtime.KeepAlive(keep)
}
