// What MemStats says of itself must be true.
package main

import (
	"runtime"
	"runtime/debug"
)

type pair struct{ a, b *pair }

var (
	pairs []*pair
	block []byte
)

func check(what string, ok bool) {
	if !ok {
		println("wrong:", what)
	}
}

func identities(m *runtime.MemStats) {
	check("Alloc", m.Alloc == m.HeapAlloc)
	check("HeapObjects", m.HeapObjects == m.Mallocs-m.Frees)
	check("HeapSys", m.HeapSys == m.HeapInuse+m.HeapIdle)
	check("HeapReleased", m.HeapReleased <= m.HeapIdle)
	check("HeapAlloc", m.HeapAlloc <= m.HeapInuse && m.HeapAlloc <= m.TotalAlloc)
	check("Sys", m.Sys == m.HeapSys+m.StackSys+m.MSpanSys+m.MCacheSys+
		m.BuckHashSys+m.GCSys+m.OtherSys)
	check("flags", m.EnableGC && !m.DebugGC)
	var mallocs, frees uint64
	for _, s := range m.BySize {
		mallocs += s.Mallocs
		frees += s.Frees
	}
	check("BySize", mallocs <= m.Mallocs && frees <= m.Frees)
}

//go:noinline
func allocate() {
	pairs = make([]*pair, 0, 10000)
	for i := 0; i < 10000; i++ {
		pairs = append(pairs, &pair{})
	}
	block = make([]byte, 8<<20)
	for i := range block {
		block[i] = 1
	}
}

//go:noinline
func use(depth int) (sum int) {
	var words [50]int
	if depth > 0 {
		words[depth] = use(depth - 1)
	}
	return words[depth] + depth
}

func main() {
	var before, m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	identities(&before)
	allocate()
	runtime.ReadMemStats(&m)
	identities(&m)
	grown := m.TotalAlloc - before.TotalAlloc
	const want = 10000*16 + 81920 + 8<<20
	check("TotalAlloc", grown >= want && grown < want+4096)
	check("Mallocs", m.Mallocs-before.Mallocs >= 10002)
	pairs, block = nil, nil
	use(40) // overwrites what allocate left on the stack
	debug.FreeOSMemory()
	runtime.ReadMemStats(&m)
	identities(&m)
	check("freed", m.HeapAlloc <= before.HeapAlloc+4096)
	check("in use", m.HeapInuse <= before.HeapInuse+64<<10)
	check("released", m.HeapReleased == m.HeapIdle)
	check("cycles", m.NumGC > before.NumGC && m.NumForcedGC == before.NumForcedGC+1)
	check("pause", m.PauseNs[(m.NumGC+255)%256] > 0 &&
		m.PauseEnd[(m.NumGC+255)%256] == m.LastGC)
}
