package profiles

import (
	"sync"
	"testing"
	"time"
)

var (
	sum  int
	kept [][]byte
)

//go:noinline
func busy(n int) {
	for i := 0; i < n; i++ {
		sum += sum*i + 1
	}
}

//go:noinline
func keep() { kept = append(kept, make([]byte, 100000)) }

//go:noinline
func wait(mu *sync.Mutex) {
	mu.Lock()
	mu.Unlock()
}

func TestAll(t *testing.T) {
	for start := time.Now(); time.Since(start) < time.Second; {
		busy(100000)
	}
	for i := 0; i < 100; i++ {
		keep()
	}
	var mu sync.Mutex
	mu.Lock()
	go func() {
		time.Sleep(50 * time.Millisecond)
		mu.Unlock()
	}()
	wait(&mu)
}
