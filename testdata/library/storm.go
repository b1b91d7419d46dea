// Everything that goroutines do, all at once; what arrives is counted. Run
// again and again on more and fewer Ps by harness/repeat.py.
package main

import (
	"context"
	"fmt"
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

const workers = 12

// Numbers through a chain of stages of different capacities.
func pipeline(n int) int {
	var c chan int
	for stage := 0; stage < workers; stage++ {
		in, out := c, make(chan int, stage%4)
		go func() {
			defer close(out)
			if in == nil {
				for i := 0; i < n; i++ {
					out <- i
				}
				return
			}
			for v := range in {
				out <- v + 1
			}
		}()
		c = out
	}
	sum := 0
	for v := range c {
		sum += v
	}
	return sum
}

// Many senders and receivers on few channels, by select in any direction.
func storm(n int) int {
	a, b, done := make(chan int), make(chan int, 3), make(chan int)
	for i := 0; i < workers; i++ {
		go func() {
			for k := 1; k <= n; k++ {
				select {
				case a <- k:
				case b <- k:
				}
			}
			done <- 0
		}()
		go func() {
			sum := 0
			for k := 0; k < n; k++ {
				var never chan int
				select {
				case v := <-a:
					sum += v
				case v, ok := <-b:
					if ok {
						sum += v
					}
				case <-never:
				case never <- 1:
				}
			}
			done <- sum
		}()
	}
	sum := 0
	for i := 0; i < 2*workers; i++ {
		sum += <-done
	}
	return sum
}

type node struct {
	left, right *node
	sum         int
}

func tree(depth int) *node {
	if depth == 0 {
		return &node{sum: 1}
	}
	n := &node{}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { defer wg.Done(); n.left = tree(depth - 1) }()
	go func() { defer wg.Done(); n.right = tree(depth - 1) }()
	wg.Wait()
	n.sum = n.left.sum + n.right.sum
	return n
}

// Goroutines that fail: recovered, ended, in nested deferred calls.
func failures(n int) (recovered, ended int64) {
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			defer func() {
				if r := recover(); r != nil {
					atomic.AddInt64(&recovered, 1)
				} else {
					atomic.AddInt64(&ended, 1)
				}
			}()
			defer func() {
				defer func() { _ = recover() }()
				panic("inside")
			}()
			switch i % 3 {
			case 0:
				var m map[int]int
				m[i] = i
			case 1:
				var s []int
				_ = s[i]
			default:
				runtime.Goexit()
			}
		}(i)
	}
	wg.Wait()
	return
}

// A bounded buffer on a condition variable.
func buffer(n int) int {
	var mu sync.Mutex
	var queue []int
	notEmpty, notFull := sync.NewCond(&mu), sync.NewCond(&mu)
	sums := make(chan int)
	for w := 0; w < workers; w++ {
		go func() {
			for i := 1; i <= n; i++ {
				mu.Lock()
				for len(queue) == 4 {
					notFull.Wait()
				}
				queue = append(queue, i)
				mu.Unlock()
				notEmpty.Signal()
			}
		}()
		go func() {
			sum := 0
			for i := 0; i < n; i++ {
				mu.Lock()
				for len(queue) == 0 {
					notEmpty.Wait()
				}
				sum += queue[0]
				queue = queue[1:]
				mu.Unlock()
				notFull.Broadcast()
			}
			sums <- sum
		}()
	}
	total := 0
	for w := 0; w < workers; w++ {
		total += <-sums
	}
	return total
}

func readers(n int) int {
	var mu sync.RWMutex
	var wg sync.WaitGroup
	values := map[int]int{}
	for w := 0; w < workers; w++ {
		wg.Add(1)
		go func(w int) {
			defer wg.Done()
			for i := 0; i < n; i++ {
				if (i+w)%4 == 0 {
					mu.Lock()
					values[i]++
					mu.Unlock()
				} else {
					mu.RLock()
					_ = values[i]
					mu.RUnlock()
				}
			}
		}(w)
	}
	wg.Wait()
	sum := 0
	for _, v := range values {
		sum += v
	}
	return sum
}

// Timers that fire, are stopped, are set again; contexts that end.
func timers(n int) (fired, cancelled int) {
	var wg sync.WaitGroup
	var f, c int64
	for i := 0; i < n; i++ {
		wg.Add(3)
		time.AfterFunc(time.Duration(i%7)*100*time.Microsecond, func() {
			atomic.AddInt64(&f, 1)
			wg.Done()
		})
		go func(i int) {
			defer wg.Done()
			t := time.NewTimer(time.Hour)
			t.Reset(time.Duration(i%5) * 100 * time.Microsecond)
			<-t.C
			atomic.AddInt64(&f, 1)
			if t.Stop() {
				panic("stopped a timer that has fired")
			}
		}(i)
		ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
		go func() {
			defer wg.Done()
			<-ctx.Done()
			atomic.AddInt64(&c, 1)
		}()
		time.AfterFunc(time.Duration(i%3)*100*time.Microsecond, cancel)
	}
	wg.Wait()
	return int(f), int(c)
}

// Loops that never call anything, beside all the others.
func loops(stop *int32) *sync.WaitGroup {
	var wg sync.WaitGroup
	for i := 0; i < 2; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for atomic.LoadInt32(stop) == 0 {
			}
		}()
	}
	return &wg
}

func main() {
	var stop int32
	spinning := loops(&stop)
	var mu sync.Mutex
	var wg sync.WaitGroup
	var lines []string
	start := func(name string, f func() interface{}) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			line := fmt.Sprint(name, " ", f())
			mu.Lock()
			lines = append(lines, line)
			mu.Unlock()
		}()
	}
	start("pipeline", func() interface{} { return pipeline(200) })
	start("storm", func() interface{} { return storm(100) })
	start("tree", func() interface{} { return tree(8).sum })
	start("failures", func() interface{} { a, b := failures(150); return []int64{a, b} })
	start("buffer", func() interface{} { return buffer(60) })
	start("readers", func() interface{} { return readers(100) })
	start("timers", func() interface{} { a, b := timers(40); return []int{a, b} })
	start("collector", func() interface{} {
		for i := 0; i < 3; i++ {
			runtime.GC()
			runtime.Gosched()
		}
		return runtime.GOMAXPROCS(0) > 0
	})
	wg.Wait()
	atomic.StoreInt32(&stop, 1)
	spinning.Wait()
	sort.Strings(lines)
	for _, line := range lines {
		fmt.Println(line)
	}
}

// Output:
// buffer 21960
// collector true
// failures [100 50]
// pipeline 22100
// readers 300
// storm 60600
// timers [80 40]
// tree 256
