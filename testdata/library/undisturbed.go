// A goroutine that runs alone is not interrupted to no purpose, neither in
// compiled code nor in the runtime's: the watching thread wakes a few hundred
// times a second at most.
package main

import (
	"bytes"
	"fmt"
	"syscall"
	"time"
)

func switches() int64 {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		panic(err)
	}
	return use.Nvcsw
}

func main() {
	a, b := make([]byte, 4096), make([]byte, 4096)
	before, start := switches(), time.Now()
	same, work := 0, time.Duration(0)
	for work < 400*time.Millisecond {
		for i := 0; i < 1000; i++ {
			a[i], b[i] = byte(i), byte(i)
			if bytes.Compare(a, b) == 0 {
				same++
			}
		}
		work = time.Since(start)
	}
	perSecond := float64(switches()-before) / work.Seconds()
	if perSecond > 1500 {
		fmt.Println(perSecond, "switches a second")
	}
	fmt.Println(same > 0)
}

// Output:
// true
