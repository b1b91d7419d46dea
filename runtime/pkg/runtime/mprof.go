package runtime

import "unsafe"

// Profiles: records as programs see them. The runtime's part is in runtime/prof.

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

// Each of these returns how many records there are, and writes them if they
// fit; goroutineProfile writes labels, too, if there is room for any.

//go:noescape
func memProfile(p []MemProfileRecord, inuseZero bool) int

//go:noescape
func waitProfile(p []BlockProfileRecord, mutex bool) int

//go:noescape
func goroutineProfile(p []StackRecord, labels *unsafe.Pointer, nlabels int) int

// Those that gc would not expand are not expanded here.

//go:noinline
func MemProfile(p []MemProfileRecord, inuseZero bool) (n int, ok bool) {
	n = memProfile(p, inuseZero)
	return n, n <= len(p)
}

//go:noinline
func BlockProfile(p []BlockProfileRecord) (n int, ok bool) {
	n = waitProfile(p, false)
	return n, n <= len(p)
}

//go:noinline
func MutexProfile(p []BlockProfileRecord) (n int, ok bool) {
	n = waitProfile(p, true)
	return n, n <= len(p)
}

//go:noinline
func GoroutineProfile(p []StackRecord) (n int, ok bool) {
	n = goroutineProfile(p, nil, 0)
	return n, n <= len(p)
}

// for runtime/pprof
//
//go:linkname goroutineProfileWithLabels runtime/pprof.runtime_goroutineProfileWithLabels
//go:noinline
func goroutineProfileWithLabels(p []StackRecord, labels []unsafe.Pointer) (n int, ok bool) {
	if len(labels) != len(p) || len(p) == 0 {
		n = goroutineProfile(p, nil, 0)
	} else {
		n = goroutineProfile(p, &labels[0], len(labels))
	}
	return n, n <= len(p)
}

func threads() int

// ThreadCreateProfile has a record for each thread. Like gc's, it does not know
// who made them: the scheduler did.
func ThreadCreateProfile(p []StackRecord) (n int, ok bool) {
	n, ok = threadProfile(p) // cheap enough to be expanded, as in gc
	return
}

func threadProfile(p []StackRecord) (n int, ok bool) {
	n = threads()
	if n > len(p) {
		return n, false
	}
	for i := range p[:n] {
		p[i] = StackRecord{}
	}
	return n, true
}

func setBlockRate(rate int) int
func setMutexFraction(n int) int

//go:noinline
func SetBlockProfileRate(rate int) {
	if rate < 0 {
		rate = 0
	}
	setBlockRate(rate)
}

func SetMutexProfileFraction(rate int) int { return setMutexFraction(rate) }

// What a sample is called that belongs to no goroutine, as in gc's profiles.

//go:noinline
func _System() { gosched(nil) }

//go:noinline
func _GC() { gosched(nil) }

//go:noinline
func _ExternalCode() { gosched(nil) }

func setCPURate(hz int, system, collector, external func()) bool

//go:noinline
func SetCPUProfileRate(hz int) {
	if hz < 0 {
		hz = 0
	}
	if hz > 1000000 {
		hz = 1000000
	}
	if !setCPURate(hz, _System, _GC, _ExternalCode) {
		print("runtime: cannot set CPU profile rate until previous profile has finished.\n")
	}
}

func CPUProfile() []byte { panic("CPUProfile no longer available") }

// A batch of records of the CPU profile; the layout is Batch of prof/cpu.c.
type batch struct {
	data          *uint64
	len, max      int
	tags          *unsafe.Pointer
	ntags, maxTag int
}

func readCPUProfile(b *batch) (over bool)

// for runtime/pprof
//
//go:linkname readProfile runtime/pprof.readProfile
func readProfile() (data []uint64, tags []unsafe.Pointer, eof bool) {
	data = make([]uint64, 1<<14)
	tags = make([]unsafe.Pointer, 512)
	b := batch{data: &data[0], max: len(data), tags: &tags[0], maxTag: len(tags)}
	eof = readCPUProfile(&b)
	return data[:b.len], tags[:b.ntags], eof
}

// for runtime/pprof: where the limit of a stack's depth cut between functions
// that are inlined into each other, it gets the outer ones
//
//go:linkname expandFinalInlineFrame runtime/pprof.runtime_expandFinalInlineFrame
func expandFinalInlineFrame(stack []uintptr) []uintptr {
	const level = 1 << 48 // symtab.go
	if len(stack) == 0 || stack[len(stack)-1] < level {
		return stack
	}
	last := stack[len(stack)-1]
	for n := levelOfOutermost(last); last/level < n; {
		last += level
		stack = append(stack, last)
	}
	return stack
}

func levelOfOutermost(number uintptr) uintptr
