// A goroutine that ends while it is locked to its thread takes the thread with
// it: nobody else inherits what it may have changed there. A smaller stack is
// an earlier overflow, though not for what is deeper already.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
	"time"
)

func isThread(tid int) bool {
	_, err := os.Stat("/proc/self/task/" + strconv.Itoa(tid))
	return err == nil
}

// Which thread a goroutine had that locked itself to it, n times, and unlocked
// itself once.
func locked(n int) int {
	tid := make(chan int)
	go func() {
		for i := 0; i < n; i++ {
			runtime.LockOSThread()
		}
		tid <- syscall.Gettid()
		runtime.UnlockOSThread()
	}()
	return <-tid
}

func goesAway(tid int) bool {
	for i := 0; i < 400 && isThread(tid); i++ {
		time.Sleep(time.Millisecond)
	}
	return tid == syscall.Getpid() || !isThread(tid)
}

func depth(n int) int {
	var room [64]int
	if n == 0 {
		return len(room) - 64
	}
	room[n%64] = 1
	return depth(n-1) + room[n%64]
}

func main() {
	runtime.LockOSThread() // main keeps the first thread
	stays := locked(1)
	fmt.Println("unlocked thread stays", isThread(stays))
	gone := true
	for i := 0; i < 50; i++ {
		gone = goesAway(locked(2)) && gone
	}
	fmt.Println("locked threads go away", gone)

	old := debug.SetMaxStack(1 << 20)
	fmt.Println(old, debug.SetMaxStack(1<<20))
	fmt.Println("deep enough", depth(1000))
	debug.SetMaxStack(old)
	fmt.Println("deep again", depth(100000))
	threads := debug.SetMaxThreads(5000)
	fmt.Println(threads, debug.SetMaxThreads(threads))
}

// Output:
// unlocked thread stays true
// locked threads go away true
// 1000000000 1048576
// deep enough 1000
// deep again 100000
// 10000 5000
