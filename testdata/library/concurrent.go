// sync, context and time on the scheduler.
package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

func counters() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var n int64
	m := map[int]int{}
	for i := 0; i < 50; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			for k := 0; k < 20; k++ {
				atomic.AddInt64(&n, 1)
				mu.Lock()
				m[k]++
				mu.Unlock()
				runtime.Gosched()
			}
		}(i)
	}
	wg.Wait()
	fmt.Println(n, len(m), m[0])
}

func conditions() {
	var mu sync.RWMutex
	cond := sync.NewCond(&mu)
	ready := 0
	done := make(chan bool)
	for i := 0; i < 3; i++ {
		go func() {
			cond.L.Lock()
			for ready == 0 {
				cond.Wait()
			}
			cond.L.Unlock()
			done <- true
		}()
	}
	time.Sleep(time.Millisecond)
	mu.Lock()
	ready = 1
	mu.Unlock()
	cond.Broadcast()
	for i := 0; i < 3; i++ {
		<-done
	}
	var once sync.Once
	for i := 0; i < 3; i++ {
		once.Do(func() { fmt.Println("once") })
	}
	var m sync.Map
	m.Store("k", 1)
	v, ok := m.Load("k")
	fmt.Println(v, ok)
	made := 0
	p := sync.Pool{New: func() any { made++; return &made }}
	p.Put(p.Get())
	runtime.GC()
	runtime.GC() // empties what the first one had put aside
	p.Get()
	fmt.Println("made", made)
}

func timing() {
	start := time.Now()
	select {
	case <-time.After(20 * time.Millisecond):
		fmt.Println("timer")
	case <-time.After(10 * time.Second):
		fmt.Println("late")
	}
	d := time.Since(start)
	fmt.Println(d >= 20*time.Millisecond, d < 5*time.Second)
	t := time.NewTicker(2 * time.Millisecond)
	for i := 0; i < 3; i++ {
		<-t.C
	}
	t.Stop()
	fired := make(chan bool, 1)
	stop := time.AfterFunc(time.Hour, func() { fired <- true })
	fmt.Println(stop.Stop(), stop.Reset(time.Millisecond))
	fmt.Println(<-fired)
	when := time.Date(2022, 8, 2, 15, 4, 5, 0, time.UTC)
	fmt.Println(when.Format(time.RFC1123), when.Add(36*time.Hour).Weekday(), time.Duration(90)*time.Second)
}

func main() {
	counters()
	conditions()
	timing()
	ctx, cancel := context.WithTimeout(context.WithValue(context.Background(), "k", "v"), 5*time.Millisecond)
	defer cancel()
	<-ctx.Done()
	fmt.Println(ctx.Err(), errors.Is(ctx.Err(), context.DeadlineExceeded), ctx.Value("k"))
	var v atomic.Value
	v.Store([]int{1})
	fmt.Println(v.Load())
	var p atomic.Pointer[string]
	s := "generic"
	p.Store(&s)
	fmt.Println(*p.Load())
	defer fmt.Println("deferred")
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		var mu sync.Mutex
		defer mu.Unlock()
		mu.Lock()
		panic("inside")
	}()
}

// Output:
// 1000 20 50
// once
// 1 true
// made 2
// timer
// true true
// true false
// true
// Tue, 02 Aug 2022 15:04:05 UTC Thursday 1m30s
// context deadline exceeded true v
// [1]
// generic
// recovered: inside
// deferred
