package main

// Memory profiles: samples are as many as they should be, have the right stack,
// and show what was freed.

import (
	"fmt"
	"math"
	"runtime"
)

const (
	rate  = 4096
	count = 60000
)

type pair struct{ left, right *pair }

var (
	block  *[64]byte
	kept   [][]byte
	value  any
	large  []byte
	single *[3000]byte
)

//go:noinline
func makePair() *pair { return &pair{} }

func inlined() *pair { return makePair() }

func allocate() {
	for i := 0; i < count; i++ {
		block = new([64]byte)
		kept = append(kept, make([]byte, 100))
		value = inlined()
		if i%100 == 0 {
			large = make([]byte, 40000)
		}
	}
}

func profile() []runtime.MemProfileRecord {
	runtime.GC()
	runtime.GC()
	for n := 100; ; n *= 2 {
		p := make([]runtime.MemProfileRecord, n)
		if have, ok := runtime.MemProfile(p, true); ok {
			return p[:have]
		} else if have <= n {
			fmt.Println("not ok, and yet", have)
		}
	}
}

// stack lists the functions of a record, as far as main.main.
func stack(r *runtime.MemProfileRecord) (s string) {
	frames := runtime.CallersFrames(r.Stack())
	for {
		f, more := frames.Next()
		s += f.Function + " "
		if !more || f.Function == "main.main" {
			return s
		}
	}
}

// near says whether n samples are what n objects of that size should yield: off
// by less than six standard deviations.
func near(samples, objects int64, size float64) bool {
	p := 1 - math.Exp(-size/rate)
	mean := float64(objects) * p
	return math.Abs(float64(samples)-mean) <= 6*math.Sqrt(mean*(1-p))+1
}

func main() {
	runtime.MemProfileRate = rate
	allocate()
	for _, want := range []struct {
		stack   string
		objects int64
		size    float64
		freed   bool
	}{
		{"main.allocate main.main ", count, 64, true},
		{"main.allocate main.main ", count, 112, false},
		{"main.makePair main.inlined main.allocate main.main ", count, 16, true},
		{"main.allocate main.main ", count / 100, 40960, true},
	} {
		var sum runtime.MemProfileRecord
		for _, r := range profile() {
			if r.AllocBytes == r.AllocObjects*int64(want.size) && stack(&r) == want.stack {
				sum.AllocObjects += r.AllocObjects
				sum.FreeObjects += r.FreeObjects
			}
		}
		freed := sum.AllocObjects-sum.FreeObjects < 10
		fmt.Println(want.size, near(sum.AllocObjects, want.objects, want.size), freed == want.freed)
	}

	// Each object, and only while it lives.
	runtime.MemProfileRate = 1
	large = make([]byte, 1<<20)
	single = new([3000]byte)
	inUse := func() (n int64) {
		for _, r := range profile() {
			if r.AllocBytes == r.AllocObjects*3072 {
				n += r.InUseObjects()
			}
		}
		return n
	}
	before := inUse()
	single = nil
	fmt.Println(before > 0, inUse() < before)

	runtime.MemProfileRate = 0
	n := len(profile())
	value = map[string]int{"x": 1}
	fmt.Println(len(profile()) == n, len(kept) == count)
}

// Output:
// 64 true true
// 112 true true
// 16 true true
// 40960 true true
// true true
// true true
