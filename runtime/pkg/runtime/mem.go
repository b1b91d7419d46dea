package runtime

import _ "unsafe" // for go:linkname

// MemStats describes the memory system; the runtime fills it in. The fields
// and their order are those of StdMemStats in the runtime's C.
type MemStats struct {
	Alloc, TotalAlloc, Sys, Lookups, Mallocs, Frees uint64

	HeapAlloc, HeapSys, HeapIdle, HeapInuse, HeapReleased, HeapObjects uint64

	StackInuse, StackSys   uint64
	MSpanInuse, MSpanSys   uint64
	MCacheInuse, MCacheSys uint64
	BuckHashSys            uint64
	GCSys, OtherSys        uint64
	NextGC, LastGC         uint64
	PauseTotalNs           uint64
	PauseNs, PauseEnd      [256]uint64
	NumGC, NumForcedGC     uint32
	GCCPUFraction          float64
	EnableGC, DebugGC      bool
	BySize                 [61]struct {
		Size           uint32
		Mallocs, Frees uint64
	}
}

func GC()

//go:noescape
func ReadMemStats(m *MemStats)

func SetFinalizer(obj, finalizer any)

//go:noinline
func KeepAlive(x any) {}

// readGCStats lists, for debug.ReadGCStats, the latest pauses and their ends,
// newest first, then when the last collection was, how many there were, and
// the sum of the pauses. (int64 stands for time.Duration.)
//
//go:linkname readGCStats runtime/debug.readGCStats
func readGCStats(pauses *[]int64) {
	m := new(MemStats)
	ReadMemStats(m)
	n := uint64(len(m.PauseNs))
	if uint64(m.NumGC) < n {
		n = uint64(m.NumGC)
	}
	list := (*pauses)[:0]
	for _, ring := range [...]*[256]uint64{&m.PauseNs, &m.PauseEnd} {
		for i := uint64(1); i <= n; i++ {
			list = append(list, int64(ring[(uint64(m.NumGC)-i)%256]))
		}
	}
	*pauses = append(list, int64(m.LastGC), int64(m.NumGC), int64(m.PauseTotalNs))
}

//go:noinline
func SetCgoTraceback(version int, traceback, context, symbolizer unsafePointer) {}

// Stack writes the trace of the calling goroutine, or of all.
//
//go:noinline
func Stack(buf []byte, all bool) int {
	if len(buf) == 0 {
		return 0
	}
	return stackTrace(&buf[0], len(buf), all)
}

func stackTrace(buf *byte, n int, all bool) int

//go:noinline
func StartTrace() error { return errorText("tracing is not supported") }

//go:noinline
func StopTrace() {}

//go:noinline
func ReadTrace() []byte { return nil }

type errorText string

func (e errorText) Error() string { return string(e) }
