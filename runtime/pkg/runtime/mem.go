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

// MemProfileRate is how many bytes lie between two samples of the memory
// profile, on average. The runtime sets it to 0 in programs without MemProfile.
var MemProfileRate int = 512 * 1024

type StackRecord struct {
	Stack0 [32]uintptr
}

func (r *StackRecord) Stack() []uintptr { return untilZero(r.Stack0[:]) }

type MemProfileRecord struct {
	AllocBytes, FreeBytes     int64
	AllocObjects, FreeObjects int64
	Stack0                    [32]uintptr
}

func (r *MemProfileRecord) InUseBytes() int64   { return r.AllocBytes - r.FreeBytes }
func (r *MemProfileRecord) InUseObjects() int64 { return r.AllocObjects - r.FreeObjects }
func (r *MemProfileRecord) Stack() []uintptr    { return untilZero(r.Stack0[:]) }

type BlockProfileRecord struct {
	Count  int64
	Cycles int64
	StackRecord
}

//go:noinline
func untilZero(pcs []uintptr) []uintptr {
	for i, pc := range pcs {
		if pc == 0 {
			return pcs[:i]
		}
	}
	return pcs
}

// None of these has anything to tell. Those that gc would not expand are not
// expanded here.

func SetMutexProfileFraction(rate int) int                 { return 0 }
func ThreadCreateProfile(p []StackRecord) (n int, ok bool) { return 0, true }

//go:noinline
func MemProfile(p []MemProfileRecord, inuseZero bool) (n int, ok bool) {
	n = memProfile(p, inuseZero)
	return n, n <= len(p)
}

// memProfile returns how many records there are, and writes them if they fit.
//
//go:noescape
func memProfile(p []MemProfileRecord, inuseZero bool) int

//go:noinline
func BlockProfile(p []BlockProfileRecord) (n int, ok bool) { return 0, true }

//go:noinline
func MutexProfile(p []BlockProfileRecord) (n int, ok bool) { return 0, true }

//go:noinline
func SetBlockProfileRate(rate int) {}

//go:noinline
func SetCPUProfileRate(hz int) {}

func CPUProfile() []byte { panic("CPUProfile no longer available") }

// GoroutineProfile counts the goroutines; their stacks are not recorded.
func GoroutineProfile(p []StackRecord) (n int, ok bool) {
	n = NumGoroutine()
	return n, n <= len(p)
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
