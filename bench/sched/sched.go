// Measures what goroutines cost, one line "name number" each: hundredths of
// nanoseconds, the best of several rounds; bytes for parked; nanoseconds for
// the worst gap.
package main

import (
	"os"
	"runtime"
	"sync"
	"time"
)

const rounds = 5

func pingPong(n int) {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for v := range ping {
			pong <- v
		}
	}()
	for i := 0; i < n; i++ {
		ping <- i
		<-pong
	}
	close(ping)
}

func buffered(n int) {
	c := make(chan int, 128)
	done := make(chan bool)
	go func() {
		for i := 0; i < n; i++ {
			c <- i
		}
		close(c)
	}()
	go func() {
		for range c {
		}
		done <- true
	}()
	<-done
}

func create(n int) {
	const batch = 100
	done := make(chan bool)
	for i := 0; i < n; i += batch {
		for k := 0; k < batch; k++ {
			go func() { done <- true }()
		}
		for k := 0; k < batch; k++ {
			<-done
		}
	}
}

func join(n int) {
	for i := 0; i < n; i++ {
		var wg sync.WaitGroup
		wg.Add(1)
		go wg.Done()
		wg.Wait()
	}
}

func gosched(n int) {
	done := make(chan bool)
	for i := 0; i < 2; i++ {
		go func() {
			for k := 0; k < n/2; k++ {
				runtime.Gosched()
			}
			done <- true
		}()
	}
	<-done
	<-done
}

func selectFour(n int) {
	var c [4]chan int
	for i := range c {
		c[i] = make(chan int)
		go func(c chan int) {
			for i := 0; i < n/4; i++ {
				c <- i
			}
		}(c[i])
	}
	for i := 0; i < n/4*4; i++ {
		select {
		case <-c[0]:
		case <-c[1]:
		case <-c[2]:
		case <-c[3]:
		}
	}
}

func mutex(n int) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	count := 0
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for k := 0; k < n/4; k++ {
				mu.Lock()
				count++
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
}

var sink int

func deferred(n int) {
	for i := 0; i < n; i++ {
		withDefer(i)
	}
}

//go:noinline
func withDefer(i int) {
	defer func() { sink += i }()
	sink++
}

// Resident memory and page tables, in bytes.
func memory() int64 {
	data, _ := os.ReadFile("/proc/self/status")
	text := string(data)
	return field(text, "\nVmRSS:") + field(text, "\nVmPTE:")
}

func field(text, name string) int64 {
	for i := 0; i+len(name) < len(text); i++ {
		if text[i:i+len(name)] != name {
			continue
		}
		kb := int64(0)
		for _, c := range text[i+len(name):] {
			if c >= '0' && c <= '9' {
				kb = 10*kb + int64(c-'0')
			} else if c == 'k' {
				return kb * 1024
			}
		}
	}
	return 0
}

func parked(n int) int64 {
	before := memory()
	c := make(chan int)
	for i := 0; i < n; i++ {
		go func() { <-c }()
	}
	for i := 0; i < 3; i++ {
		time.Sleep(20 * time.Millisecond)
	}
	used := memory() - before
	close(c)
	return used / int64(n)
}

var spins [2]int

func spin(i int) {
	for spins[i] >= 0 {
		spins[i]++
	}
}

// The longest time that a goroutine which always could run did not, beside
// two that never yield.
func worstGap() time.Duration {
	runtime.GOMAXPROCS(1)
	go spin(0)
	go spin(1)
	worst, last := time.Duration(0), time.Now()
	for i := 0; i < 50; i++ {
		runtime.Gosched()
		now := time.Now()
		if d := now.Sub(last); d > worst {
			worst = d
		}
		last = now
	}
	return worst
}

func main() {
	tests := []struct {
		name string
		run  func(n int)
		n    int
	}{
		{"ping-pong", pingPong, 100000},
		{"buffered", buffered, 500000},
		{"create", create, 100000},
		{"join", join, 50000},
		{"gosched", gosched, 200000},
		{"select4", selectFour, 100000},
		{"mutex", mutex, 4000000},
		{"defer", deferred, 2000000},
	}
	for _, t := range tests {
		best := time.Duration(1 << 62)
		for i := 0; i < rounds; i++ {
			start := time.Now()
			t.run(t.n)
			if d := time.Since(start); d < best {
				best = d
			}
		}
		println(t.name, int(best)*100/t.n)
	}
	println("parked", parked(100000))
	println("worst-gap", int64(worstGap()))
}
