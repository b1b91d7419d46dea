// sync/atomic called by name, as a value, deferred, through its types, and
// with a nil pointer.
package main

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

type all struct {
	i32 int32
	i64 int64
	u32 uint32
	u64 uint64
	ptr uintptr
	p   unsafe.Pointer
}

func numbers() {
	var v all
	println(atomic.AddInt32(&v.i32, -5), atomic.AddInt64(&v.i64, 1<<40),
		atomic.AddUint32(&v.u32, ^uint32(0)), atomic.AddUint64(&v.u64, 7),
		atomic.AddUintptr(&v.ptr, 9))
	println(atomic.SwapInt32(&v.i32, 6), atomic.SwapInt64(&v.i64, -1),
		atomic.SwapUint32(&v.u32, 2), atomic.SwapUint64(&v.u64, 3),
		atomic.SwapUintptr(&v.ptr, 4))
	println(atomic.CompareAndSwapInt32(&v.i32, 6, 7),
		atomic.CompareAndSwapInt32(&v.i32, 6, 8),
		atomic.CompareAndSwapInt64(&v.i64, -1, 8),
		atomic.CompareAndSwapUint32(&v.u32, 2, 9),
		atomic.CompareAndSwapUint64(&v.u64, 4, 10),
		atomic.CompareAndSwapUintptr(&v.ptr, 4, 11))
	atomic.StoreUint32(&v.u32, 12)
	atomic.StoreUint64(&v.u64, 13)
	println(atomic.LoadInt32(&v.i32), atomic.LoadInt64(&v.i64),
		atomic.LoadUint32(&v.u32), atomic.LoadUint64(&v.u64),
		atomic.LoadUintptr(&v.ptr))
}

func pointers() {
	var p unsafe.Pointer
	a, b := 1, 2
	atomic.StorePointer(&p, unsafe.Pointer(&a))
	println(atomic.SwapPointer(&p, unsafe.Pointer(&b)) == unsafe.Pointer(&a),
		atomic.CompareAndSwapPointer(&p, unsafe.Pointer(&b), nil),
		atomic.LoadPointer(&p) == nil)
}

func typed() {
	var n atomic.Int64
	var ok atomic.Bool
	var p atomic.Pointer[all]
	var v atomic.Value
	n.Store(40)
	println(n.Add(2), n.CompareAndSwap(42, 1), n.Load(), ok.Swap(true), ok.Load())
	p.Store(&all{i32: 3})
	v.Store("text")
	println(p.Load().i32, v.Load().(string), v.CompareAndSwap("text", "new"))
}

// By other ways than a plain call.
func indirect() {
	var n int32
	add := atomic.AddInt32
	println(add(&n, 4))
	func() {
		defer atomic.AddInt32(&n, 10)
		println(n)
	}()
	done := make(chan bool)
	go func() {
		defer close(done)
		defer atomic.StoreInt32(&n, n+1)
	}()
	<-done
	println(n)
}

func counted() {
	var wg sync.WaitGroup
	var n int64
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func() {
			for k := 0; k < 10000; k++ {
				atomic.AddInt64(&n, 1)
			}
			wg.Done()
		}()
	}
	wg.Wait()
	println(n)
}

func faults(what string, f func()) {
	defer func() { println(what, recover().(error).Error()) }()
	f()
}

func main() {
	numbers()
	pointers()
	typed()
	indirect()
	counted()
	var none *int32
	faults("load", func() { atomic.LoadInt32(none) })
	faults("store", func() { atomic.StoreInt32(none, 1) })
	faults("add", func() { atomic.AddInt32(none, 1) })
	faults("swap", func() { atomic.CompareAndSwapInt32(none, 1, 2) })
}

// Stderr:
// -5 1099511627776 4294967295 7 9
// -5 1099511627776 4294967295 7 9
// true false true true false true
// 7 8 12 13 11
// true true true
// 42 true 1 false true
// 3 text true
// 4
// 4
// 15
// 80000
// load runtime error: invalid memory address or nil pointer dereference
// store runtime error: invalid memory address or nil pointer dereference
// add runtime error: invalid memory address or nil pointer dereference
// swap runtime error: invalid memory address or nil pointer dereference
