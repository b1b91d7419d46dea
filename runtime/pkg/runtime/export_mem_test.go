package runtime

import "unsafe"

// The heap and the collector, for Go's own tests: see export_test.go.

//go:noescape
func memmove(to, from unsafe.Pointer, n uintptr)

//go:noescape
func memclr(p unsafe.Pointer, n uintptr)

var (
	Memmove              = memmove
	MemclrNoHeapPointers = memclr
)

func MemclrBytes(b []byte) { memclr(*(*unsafe.Pointer)(unsafe.Pointer(&b)), uintptr(len(b))) }

// ForceGCPeriod is after how many nanoseconds without a cycle one begins.
var ForceGCPeriod = forcePeriod()

func forcePeriod() *int64

// CountPagesInUse returns the counter of pages in spans, and what a walk over
// all spans yields.
func CountPagesInUse() (counter, counted uintptr) {
	countPages(&counter, &counted)
	return counter, counted
}

func countPages(counter, counted *uintptr)

// ReadMemStatsSlow returns the statistics, and the same with all that can be
// counted anew in the heap.
func ReadMemStatsSlow() (base, slow MemStats) {
	readStatsSlow(&base, &slow)
	return base, slow
}

//go:noescape
func readStatsSlow(base, slow *MemStats)

// ReadMetricsSlow reads the metrics and what they are made from.
func ReadMetricsSlow(m *MemStats, samples unsafe.Pointer, n, capacity int) {
	ReadMemStats(m)
	fillMetrics(samples, n, m)
}

// PageCachePagesLeaked returns how many pages are in caches of processors that
// GOMAXPROCS has taken out of use.
func PageCachePagesLeaked() uintptr

// BitsMismatch is 64 pages of which some are in use, but still marked as given
// back to the kernel.
type BitsMismatch struct {
	Base      uintptr
	Got, Want uint64
}

func scavengedInUse(list *BitsMismatch, max int) int

func CheckScavengedBitsCleared(list []BitsMismatch) (n int, ok bool) {
	n = scavengedInUse(&list[0], len(list))
	return n, n == 0
}

// LFNode is an element of the lock-free lists that the collector keeps its
// queues of work in; the list's head is a word of the test's.
type LFNode struct {
	Next    uint64
	Pushcnt uintptr
}

func LFStackPush(head *uint64, node *LFNode)
func LFStackPop(head *uint64) *LFNode

// GCMask is for objects of the heap: the stacks have no masks.
func GCMask(x any) []byte { return reflectGCBits(x) }

// GCTestPointerClass says what kind of memory p points to.
func GCTestPointerClass(p unsafe.Pointer) string {
	return [...]string{"other", "stack", "heap", "bss", "data"}[pointerClass(p)]
}

//go:noescape
func pointerClass(p unsafe.Pointer) int

func GCTestIsReachable(ptrs ...unsafe.Pointer) (mask uint64) {
	absent("way to leave a frame of a goroutine out of the roots")
	return 0
}

// Arenas.

func KeepNArenaHints(n int) { absent("list of hints that can be cut") }
func MapNextArenaHint() (start, end uintptr) {
	absent("list of hints that can be cut")
	return 0, 0
}
func GetNextArenaHint() uintptr { return 0 }

// For benchmarks of single functions of gc's.

type MSpan struct{}

func BenchSetType(n int, x any)                 { absent("heapBitsSetType") }
func AllocMSpan() *MSpan                        { return nil }
func FreeMSpan(*MSpan)                          {}
func MSpanCountAlloc(s *MSpan, bits []byte) int { absent("countAlloc"); return 0 }
