package runtime

import "unsafe"

// Package runtime/metrics asks for values by name. Here each name has a function
// that takes it from one reading of the statistics:
//
//	"/gc/cycles/total:gc-cycles"  ->  NumGC
//
// What does not exist here is 0: memory of goroutines' stacks is no part of the
// heap, GC has no limit to its processor time, and the scheduler does not
// measure how long goroutines wait for a processor.

// metricSample and the others have the layouts of package runtime/metrics.
type metricSample struct {
	name  string
	value metricValue
}

type metricValue struct {
	kind    int
	scalar  uint64
	pointer unsafe.Pointer
}

const (
	metricBad = iota
	metricUint64
	metricFloat64
	metricHistogram
)

type histogram struct {
	counts  []uint64
	buckets []float64
}

// infinity is the end of a histogram's last bucket.
var infinity = func() float64 { z := 0.0; return 1 / z }()

// scalars are the metrics that are numbers.
var scalars = []struct {
	name string
	of   func(m *MemStats) uint64
}{
	{"/cgo/go-to-c-calls:calls", func(m *MemStats) uint64 { return ncgocall }},
	{"/gc/cycles/automatic:gc-cycles", func(m *MemStats) uint64 { return uint64(m.NumGC - m.NumForcedGC) }},
	{"/gc/cycles/forced:gc-cycles", func(m *MemStats) uint64 { return uint64(m.NumForcedGC) }},
	{"/gc/cycles/total:gc-cycles", func(m *MemStats) uint64 { return uint64(m.NumGC) }},
	{"/gc/heap/allocs:bytes", func(m *MemStats) uint64 { return m.TotalAlloc }},
	{"/gc/heap/allocs:objects", func(m *MemStats) uint64 { return m.Mallocs - tinyAllocs() }},
	{"/gc/heap/frees:bytes", func(m *MemStats) uint64 { return m.TotalAlloc - m.HeapAlloc }},
	{"/gc/heap/frees:objects", func(m *MemStats) uint64 { return m.Frees - tinyAllocs() }},
	{"/gc/heap/goal:bytes", func(m *MemStats) uint64 { return m.NextGC }},
	{"/gc/heap/objects:objects", func(m *MemStats) uint64 { return m.HeapObjects }},
	{"/gc/heap/tiny/allocs:objects", func(m *MemStats) uint64 { return tinyAllocs() }},
	{"/gc/limiter/last-enabled:gc-cycle", func(m *MemStats) uint64 { return 0 }},
	{"/gc/stack/starting-size:bytes", func(m *MemStats) uint64 { return 2048 }},
	{"/memory/classes/heap/free:bytes", func(m *MemStats) uint64 { return m.HeapIdle - m.HeapReleased }},
	{"/memory/classes/heap/objects:bytes", func(m *MemStats) uint64 { return m.HeapAlloc }},
	{"/memory/classes/heap/released:bytes", func(m *MemStats) uint64 { return m.HeapReleased }},
	{"/memory/classes/heap/stacks:bytes", func(m *MemStats) uint64 { return m.StackInuse }},
	{"/memory/classes/heap/unused:bytes", func(m *MemStats) uint64 { return m.HeapInuse - m.HeapAlloc }},
	{"/memory/classes/metadata/mcache/free:bytes", func(m *MemStats) uint64 { return m.MCacheSys - m.MCacheInuse }},
	{"/memory/classes/metadata/mcache/inuse:bytes", func(m *MemStats) uint64 { return m.MCacheInuse }},
	{"/memory/classes/metadata/mspan/free:bytes", func(m *MemStats) uint64 { return m.MSpanSys - m.MSpanInuse }},
	{"/memory/classes/metadata/mspan/inuse:bytes", func(m *MemStats) uint64 { return m.MSpanInuse }},
	{"/memory/classes/metadata/other:bytes", func(m *MemStats) uint64 { return m.GCSys }},
	{"/memory/classes/os-stacks:bytes", func(m *MemStats) uint64 { return m.StackSys - m.StackInuse }},
	{"/memory/classes/other:bytes", func(m *MemStats) uint64 { return m.OtherSys }},
	{"/memory/classes/profiling/buckets:bytes", func(m *MemStats) uint64 { return m.BuckHashSys }},
	{"/memory/classes/total:bytes", func(m *MemStats) uint64 { return m.Sys }},
	{"/sched/gomaxprocs:threads", func(m *MemStats) uint64 { return uint64(GOMAXPROCS(0)) }},
	{"/sched/goroutines:goroutines", func(m *MemStats) uint64 { return uint64(NumGoroutine()) }},
}

// histograms are the others.
var histograms = []struct {
	name string
	of   func(h *histogram, m *MemStats)
}{
	{"/gc/heap/allocs-by-size:bytes", func(h *histogram, m *MemStats) {
		bySize(h, m, true)
	}},
	{"/gc/heap/frees-by-size:bytes", func(h *histogram, m *MemStats) {
		bySize(h, m, false)
	}},
	{"/gc/pauses:seconds", func(h *histogram, m *MemStats) {
		byTime(h)
		pauseCounts((*[timeBuckets]uint64)(h.counts))
	}},
	{"/sched/latencies:seconds", func(h *histogram, m *MemStats) { byTime(h) }},
}

// timeBuckets is how many powers of two there are in the nanoseconds of a
// duration.
const timeBuckets = 64

// pauseCounts stores how many pauses took 2^i nanoseconds and more, up to twice
// that.
//
//go:noescape
func pauseCounts(counts *[timeBuckets]uint64)

// tinyAllocs is how many objects shared a slot with others.
func tinyAllocs() uint64

// room gives a histogram n buckets and zeroes its counts. Those of an earlier
// reading are used again, as the package promises.
func (h *histogram) room(n int) {
	if len(h.counts) != n {
		h.counts = make([]uint64, n)
		h.buckets = make([]float64, n+1)
	}
	for i := range h.counts {
		h.counts[i] = 0
	}
}

// bySize fills a histogram whose buckets are the size classes: an object of
// class i has more bytes than the class below, and takes at most those of i.
func bySize(h *histogram, m *MemStats, allocs bool) {
	n := len(m.BySize)
	h.room(n)
	h.buckets[0] = 1
	for i, class := range &m.BySize {
		if i > 0 {
			h.buckets[i] = float64(class.Size) + 1
		}
		if i == 0 {
			continue
		}
		h.counts[i-1] = class.Frees
		if allocs {
			h.counts[i-1] = class.Mallocs
		}
	}
	h.buckets[n] = infinity
	// What is beyond the classes of MemStats.
	all := m.Frees - tinyAllocs()
	if allocs {
		all = m.Mallocs - tinyAllocs()
	}
	for _, c := range h.counts[:n-1] {
		all -= c
	}
	h.counts[n-1] = all
}

// byTime gives a histogram its buckets: powers of two, in seconds.
func byTime(h *histogram) {
	h.room(timeBuckets)
	at := 1e-9
	for i := range h.buckets {
		h.buckets[i] = at
		at *= 2
	}
	h.buckets[0] = 0
	h.buckets[timeBuckets] = infinity
}

// set makes v what the metric of that name is.
func (v *metricValue) set(name string, m *MemStats) {
	for i := range scalars {
		if scalars[i].name == name {
			v.kind, v.scalar = metricUint64, scalars[i].of(m)
			return
		}
	}
	for i := range histograms {
		if histograms[i].name == name {
			h := (*histogram)(v.pointer)
			if v.kind != metricHistogram || h == nil {
				h = new(histogram)
			}
			histograms[i].of(h, m)
			v.kind, v.pointer = metricHistogram, unsafe.Pointer(h)
			return
		}
	}
	*v = metricValue{kind: metricBad}
}

// for runtime/metrics
//
//go:linkname readMetrics runtime/metrics.runtime_readMetrics
func readMetrics(samples unsafe.Pointer, n, capacity int) {
	m := new(MemStats)
	ReadMemStats(m)
	fillMetrics(samples, n, m)
}

// fillMetrics takes all values from one reading.
func fillMetrics(samples unsafe.Pointer, n int, m *MemStats) {
	for i := 0; i < n; i++ {
		s := (*metricSample)(unsafe.Add(samples, uintptr(i)*unsafe.Sizeof(metricSample{})))
		s.value.set(s.name, m)
	}
}
