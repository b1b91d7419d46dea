// A cycle comes by itself when the last one was long ago, and runs finalizers.
package main

import (
	"runtime"
	"time"
	_ "unsafe"
)

//go:linkname period runtime.forcegcperiod
var period int64

type block [100]int

func leave(done chan bool) {
	runtime.SetFinalizer(new(block), func(*block) { done <- true })
}

func main() {
	if period != int64(2*time.Minute) {
		println("the period is not two minutes:", period)
	}
	runtime.GC() // there must have been one
	done := make(chan bool)
	leave(done)
	period = int64(20 * time.Millisecond)
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		println("no cycle")
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.NumForcedGC != 1 || m.NumGC < 2 {
		println("cycles:", m.NumGC, "of them forced:", m.NumForcedGC)
	}
}
