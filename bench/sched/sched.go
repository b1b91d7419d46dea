// Measures what goroutines cost, one line "name number" each: hundredths of
// nanoseconds, the best of many short rounds, so that a busy machine leaves
// some alone; bytes for parked; nanoseconds for the gaps.
//
//	sched           all of that
//	sched parked N  only parks N goroutines, and wakes them
package main

import (
	"os"
	"runtime"
	"sort"
	"strconv"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

const rounds = 30

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

func parked(n int) {
	before, start := memory(), time.Now()
	c, woken := make(chan int), make(chan int)
	for i := 0; i < n; i++ {
		go func() { <-c; woken <- 1 }()
	}
	for i := 0; i < 3; i++ {
		time.Sleep(20 * time.Millisecond)
	}
	println("parked", (memory()-before)/int64(n))
	println("park", int(time.Since(start))*100/n)
	start = time.Now()
	close(c)
	for i := 0; i < n; i++ {
		<-woken
	}
	println("wake", int(time.Since(start))*100/n)
}

var spins [2]int

func spin(i int) {
	for spins[i] >= 0 {
		spins[i]++
	}
}

// Processor time of the process so far. A raw call: in a proper one the P may
// be lost.
func used() int64 {
	var r syscall.Rusage
	syscall.RawSyscall(syscall.SYS_GETRUSAGE, syscall.RUSAGE_SELF,
		uintptr(unsafe.Pointer(&r)), 0)
	return r.Utime.Nano() + r.Stime.Nano()
}

// How long a goroutine that always could run had to wait, beside two that
// never yield, on one P: the longest time, what is usual, and the most that
// the two used of a processor meanwhile, which a busy machine does not raise.
func gaps() {
	runtime.GOMAXPROCS(1)
	go spin(0)
	go spin(1)
	all, most := []int{}, int64(0)
	last, before := time.Now(), used()
	for i := 0; i < 100; i++ {
		runtime.Gosched()
		now, cpu := time.Now(), used()
		all = append(all, int(now.Sub(last)))
		if cpu-before > most {
			most = cpu - before
		}
		last, before = now, cpu
	}
	sort.Ints(all)
	println("worst-gap", all[len(all)-1])
	println("median-gap", all[len(all)/2])
	println("worst-gap-used", most)
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == "parked" {
		n, _ := strconv.Atoi(os.Args[2])
		parked(n)
		return
	}
	tests := []struct {
		name string
		run  func(n int)
		n    int
	}{
		{"ping-pong", pingPong, 20000},
		{"buffered", buffered, 100000},
		{"create", create, 10000},
		{"join", join, 10000},
		{"gosched", gosched, 50000},
		{"select4", selectFour, 20000},
		{"mutex", mutex, 400000},
		{"defer", deferred, 200000},
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
	parked(100000)
	gaps()
}
