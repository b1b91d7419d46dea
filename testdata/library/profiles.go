package main

// What is not deterministic about profiles is left out: which functions are in
// them is not.

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"runtime/pprof"
	"strings"
	"sync"
	"syscall"
	"time"
)

// has says which of the words a profile has, in either form.
func has(profile []byte, words ...string) string {
	if bytes.HasPrefix(profile, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(profile))
		if err != nil {
			return err.Error()
		}
		profile, _ = io.ReadAll(z)
	}
	var found []string
	for _, w := range words {
		if bytes.Contains(profile, []byte(w)) {
			found = append(found, w)
		}
	}
	return strings.Join(found, " ")
}

func lookup(name string, debug int) []byte {
	var b bytes.Buffer
	if err := pprof.Lookup(name).WriteTo(&b, debug); err != nil {
		return []byte(err.Error())
	}
	return b.Bytes()
}

var sum int

//go:noinline
func busy(n int) {
	for i := 0; i < n; i++ {
		sum += sum*i + 1
	}
}

func cpu() {
	var b bytes.Buffer
	for try := 0; try < 10; try++ {
		b.Reset()
		fmt.Print(pprof.StartCPUProfile(&b), " ", pprof.StartCPUProfile(io.Discard) != nil, " ")
		pprof.Do(context.Background(), pprof.Labels("what", "busy work"), func(context.Context) {
			for t := time.Now(); time.Since(t) < 200*time.Millisecond; {
				busy(100000)
			}
		})
		pprof.StopCPUProfile()
		if has(b.Bytes(), "main.busy") != "" {
			break
		}
	}
	fmt.Println(has(b.Bytes(), "main.busy", "main.cpu.func1", "main.main", "busy work", "main.wait"))
}

// wait blocks two goroutines, unless the machine has stopped one of them for as
// long as the other one sleeps.
func wait(pause time.Duration) {
	var mu sync.Mutex
	done := make(chan bool)
	mu.Lock()
	go func() {
		mu.Lock()
		mu.Unlock()
		time.Sleep(pause)
		done <- true
	}()
	time.Sleep(pause)
	mu.Unlock()
	<-done
}

func blocked(c chan bool) { <-c }

// fault returns what a write to memory without permission panics with, and
// whether it says where that was.
func fault() (text string, right bool) {
	m, err := syscall.Mmap(-1, 0, 4096, syscall.PROT_READ, syscall.MAP_PRIVATE|syscall.MAP_ANON)
	if err != nil {
		return err.Error(), false
	}
	defer syscall.Munmap(m)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		r := recover()
		a, ok := r.(interface{ Addr() uintptr })
		text = r.(runtime.Error).Error()
		right = ok && a.Addr()%4096 == 77
	}()
	m[77] = 1
	return
}

func main() {
	cpu()

	runtime.SetBlockProfileRate(1)
	fmt.Println(runtime.SetMutexProfileFraction(1), runtime.SetMutexProfileFraction(-1))
	blocks := []string{"runtime.chanrecv1", "sync.(*Mutex).Lock", "main.wait.func1", "main.wait+"}
	for pause := 20 * time.Millisecond; pause < 2*time.Second; pause *= 2 {
		wait(pause)
		if has(lookup("block", 1), blocks...) == strings.Join(blocks, " ") {
			break
		}
	}
	fmt.Println(has(lookup("block", 1), blocks...))
	fmt.Println(has(lookup("mutex", 1), "sync.(*Mutex).Unlock", "main.wait+", "main.wait.func1", "lockSlow"))
	fmt.Println(has(lookup("block", 0), "main.wait"), has(lookup("mutex", 0), "main.wait"))
	runtime.SetBlockProfileRate(0)
	runtime.SetMutexProfileFraction(0)

	c := make(chan bool)
	pprof.SetGoroutineLabels(pprof.WithLabels(context.Background(), pprof.Labels("of", "main")))
	go blocked(c)
	for has(lookup("goroutine", 1), "main.blocked") == "" {
		runtime.Gosched()
	}
	text := lookup("goroutine", 1)
	fmt.Println(has(text, "total 2", "main.blocked", "main.main", `labels: {"of":"main"}`, "goexit"))
	fmt.Println(has(lookup("goroutine", 2), "[chan receive]:", "main.blocked"))
	close(c)
	for _, name := range []string{"heap", "allocs", "threadcreate"} {
		fmt.Println(name, len(lookup(name, 0)) > 0, has(lookup(name, 1), "profile:"))
	}

	fmt.Println(fault())

	var samples []metrics.Sample
	for _, d := range metrics.All() {
		samples = append(samples, metrics.Sample{Name: d.Name})
	}
	metrics.Read(samples)
	var parts, total uint64
	for i, d := range metrics.All() {
		v := samples[i].Value
		switch {
		case v.Kind() != d.Kind:
			fmt.Println("wrong kind", d.Name)
		case d.Name == "/memory/classes/total:bytes":
			total = v.Uint64()
		case strings.HasPrefix(d.Name, "/memory/classes/"):
			parts += v.Uint64()
		case v.Kind() == metrics.KindFloat64Histogram:
			h := v.Float64Histogram()
			if len(h.Buckets) != len(h.Counts)+1 {
				fmt.Println("wrong buckets", d.Name)
			}
		}
	}
	fmt.Println(parts == total, total > 0)
}

// Output:
// <nil> true main.busy main.cpu.func1 main.main busy work
// 0 1
// runtime.chanrecv1 sync.(*Mutex).Lock main.wait.func1 main.wait+
// sync.(*Mutex).Unlock main.wait+
// main.wait main.wait
// total 2 main.blocked main.main labels: {"of":"main"}
// [chan receive]: main.blocked
// heap true profile:
// allocs true profile:
// threadcreate true profile:
// runtime error: invalid memory address or nil pointer dereference true
// true true
