// A random mix of sizes and lifetimes: STEPS times an object takes the place
// of another, or one goes. Prints the mean and the peak of the resident
// memory in KB, and the number of cycles.
package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
)

type node struct {
	next *node
	data []byte
}

const slots = 40000

var table [slots]*node

// Mostly small, sometimes some KB, rarely large.
func size(r uint64) int {
	switch r % 64 {
	case 0:
		return int(r >> 8 % 60000)
	case 1, 2, 3, 4:
		return int(r >> 8 % 4000)
	}
	return int(r >> 8 % 200)
}

func resident() int {
	text, _ := os.ReadFile("/proc/self/statm")
	pages, _ := strconv.Atoi(strings.Fields(string(text))[1])
	return pages * 4
}

func step(r uint64, i int) {
	// The table is used in waves: now all of it, now a fourth.
	used := uint64(slots)
	if i>>21&1 == 1 {
		used /= 4
	}
	at := r >> 40 % slots
	if at >= used {
		table[at] = nil
		return
	}
	n := &node{data: make([]byte, size(r))}
	if r>>60 == 0 && table[at] != nil {
		n.next = table[at].next
	}
	table[at] = n
}

func main() {
	steps, _ := strconv.Atoi(os.Args[1])
	sum, peak, samples := 0, 0, 0
	r := uint64(88172645463325252)
	for i := 0; i < steps; i++ {
		r ^= r << 13
		r ^= r >> 7
		r ^= r << 17
		step(r, i)
		if i%200000 == 0 {
			now := resident()
			sum += now
			samples++
			if now > peak {
				peak = now
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	println(sum/samples, peak, m.NumGC)
}
