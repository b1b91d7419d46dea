package runtime

import "unsafe"

// The scheduler, for Go's own tests: see export_test.go.

func entersyscall()
func exitsyscall()

//go:linkname usleepNanoseconds time.Sleep
func usleepNanoseconds(ns int64)

//go:linkname procPin sync.runtime_procPin
func procPin() int

//go:linkname procUnpin sync.runtime_procUnpin
func procUnpin()

var (
	Entersyscall = entersyscall
	Exitsyscall  = exitsyscall
	Nanotime     = nanotime
)

// Acquirem keeps the goroutine from being interrupted until Releasem.
func Acquirem() { procPin() }
func Releasem() { procUnpin() }

// Goroutines and threads.

// G is known by its address only; M by the number the kernel gave the thread.
type G struct{}
type M struct{ tid int32 }

func currentG() *G
func Getg() *G { return currentG() }

// lockCount returns how often the goroutine has called LockOSThread more than
// UnlockOSThread, and throws if its thread does not agree.
func lockCount() uint32

// LockOSCounts' second result counts the runtime's own locks: there are none.
func LockOSCounts() (external, internal uint32) { return lockCount(), 0 }

// RunGetgThreadSwitchTest checks that a goroutine which is likely to go on on
// another thread does not see that one's goroutine.
func RunGetgThreadSwitchTest() {
	ch := make(chan int)
	go func() {
		ch <- 5
		LockOSThread()
	}()
	before := currentG()
	<-ch
	for i := 0; i < 2; i++ {
		if currentG() != before {
			panic("the goroutine has become another one")
		}
	}
}

// The network poller.

func pollInit()
func pollBreak()
func pollSleep(ns int64)

func NetpollGenericInit() { pollInit() }
func NetpollBreak()       { pollBreak() }
func Netpoll(delta int64) { pollSleep(delta) }

// sleepThread blocks the thread, not only the goroutine.
func sleepThread(ns int64)

func Usleep(usec uint32) { sleepThread(int64(usec) * 1000) }

// The queues of runnable goroutines. The goroutines here are numbers: what the
// queue holds are records that never run.

type testQueue struct{ p unsafe.Pointer }

const queueLen = 256

func newQueue() unsafe.Pointer
func queuePut(p unsafe.Pointer, g int, next bool)
func queueGet(p unsafe.Pointer) int // -1: empty
func queueIsEmpty(p unsafe.Pointer) bool
func queueSteal(p, from unsafe.Pointer) int // -1: nothing

func (q testQueue) take() int { return queueGet(q.p) }

// RunSchedLocalQueueTest checks that what is put comes out, in order, until
// the queue is empty.
func RunSchedLocalQueueTest() {
	q := testQueue{newQueue()}
	for n := 0; n < queueLen; n++ {
		if q.take() >= 0 {
			panic("not empty before")
		}
		for g := 0; g < n; g++ {
			queuePut(q.p, g, false)
		}
		for g := 0; g < n; g++ {
			if q.take() != g {
				panic("wrong order")
			}
		}
		if q.take() >= 0 {
			panic("not empty afterwards")
		}
	}
}

// RunSchedLocalQueueStealTest checks that a thief gets half, and that nobody
// is lost or there twice.
func RunSchedLocalQueueStealTest() {
	from, thief := testQueue{newQueue()}, testQueue{newQueue()}
	for n := 0; n < queueLen; n++ {
		var seen [queueLen]int
		for g := 0; g < n; g++ {
			queuePut(from.p, g, false)
		}
		stolen := 0
		for g := queueSteal(thief.p, from.p); g >= 0; g = thief.take() {
			seen[g]++
			stolen++
		}
		for g := from.take(); g >= 0; g = from.take() {
			seen[g]++
		}
		for g := 0; g < n; g++ {
			if seen[g] != 1 {
				panic("lost, or there twice")
			}
		}
		if stolen != n/2 && stolen != n/2+1 {
			panic("not half was stolen")
		}
	}
}

// RunSchedLocalQueueEmptyTest checks that a queue which always has somebody in
// it never looks empty to another thread, while one comes and one goes.
func RunSchedLocalQueueEmptyTest(iters int) {
	q := testQueue{newQueue()}
	done := make(chan bool, 1)
	for i := 0; i < iters; i++ {
		var ready uint32
		queuePut(q.p, 0, i&1 == 0)
		go func() {
			meet(&ready)
			if queueIsEmpty(q.p) {
				panic("it looks empty")
			}
			done <- true
		}()
		meet(&ready)
		queuePut(q.p, 1, i&2 == 0)
		q.take()
		<-done
		q.take()
	}
}

// meet returns when two goroutines have called it.
func meet(n *uint32)

// RunStealOrderTest is about gc's order of victims.
func RunStealOrderTest() { absent("table of steps through the processors") }

// Semaphores.

//go:linkname Semacquire sync.runtime_Semacquire
func Semacquire(addr *uint32)

//go:linkname Semrelease1 sync.runtime_Semrelease
func Semrelease1(addr *uint32, handoff bool, skip int)

// SemNwait returns how many wait in the row of the table that addr is in.
func SemNwait(addr *uint32) uint32

// SemTable is for a benchmark of gc's table.
type SemTable struct{}

const SemTableSize = 1

func (*SemTable) Enqueue(addr *uint32)      { absent("table of semaphores on its own") }
func (*SemTable) Dequeue(addr *uint32) bool { return false }

// Stacks. They do not move, and threads have one that Go code never runs on.

func TracebackSystemstack(stk []uintptr, i int) int {
	absent("Go code on a thread's own stack")
	return 0
}

func GCTestMoveStackOnNextCall() { absent("stack that moves") }
func G0StackOverflow()           { absent("Go code on a thread's own stack") }

// BlockOnSystemStack prints "x\n" and blocks the thread in C, for ever.
func BlockOnSystemStack()
