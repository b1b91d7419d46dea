// Goroutines that never call anything are interrupted: on one P everybody has
// a turn, the collector, too, and what they have in registers survives.
package main

import "runtime"

var stop bool

// A loop that LLVM keeps in vector registers.
func sum(n int, done chan float64) {
	var a [64]float64
	for i := 0; i < n && !stop; i++ {
		for k := range a {
			a[k] += float64(k)
		}
	}
	total := 0.0
	for k := range a {
		total += a[k]
	}
	done <- total
}

func spin(n *int) {
	for !stop {
		*n++
	}
}

func main() {
	runtime.GOMAXPROCS(1)
	var spins [2]int
	for i := range spins {
		go spin(&spins[i])
	}
	done := make(chan float64)
	for i := 0; i < 2; i++ {
		go sum(1000000, done)
	}
	println(<-done == <-done)
	for i := 0; i < 3; i++ {
		runtime.GC()
		runtime.Gosched()
	}
	println("collected")
}

// Stderr:
// true
// collected
