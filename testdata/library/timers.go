// A timer whose next time is beyond all numbers does not hold up the others.
package main

import (
	"fmt"
	"time"
	_ "unsafe" // for go:linkname
)

// As in package time.
type runtimeTimer struct {
	pp       uintptr
	when     int64
	period   int64
	f        func(any, uintptr)
	arg      any
	seq      uintptr
	nextwhen int64
	status   uint32
}

//go:linkname startTimer time.startTimer
func startTimer(*runtimeTimer)

//go:linkname stopTimer time.stopTimer
func stopTimer(*runtimeTimer) bool

func main() {
	fired := make(chan bool, 10)
	for _, period := range []int64{1<<63 - 1, 1 << 62} {
		t := &runtimeTimer{when: 1, period: period, f: func(any, uintptr) { fired <- true }}
		startTimer(t)
		fmt.Println(<-fired)
		<-time.After(5 * time.Millisecond)
		fmt.Println(len(fired), stopTimer(t))
	}
}

// Output:
// true
// 0 true
// true
// 0 true
