// Finalizers whose results travel in every way there is: the object must get
// there, whatever shifts the parameters.
package main

import (
	"fmt"
	"runtime"
	"time"
)

type object = *struct {
	v int
	p *int
}
type four struct{ a, b, c, d *int }

var called = make(chan int, 1)

func note(x any) { called <- x.(object).v }

func try(what string, finalizer any) {
	go func() {
		x := &struct {
			v int
			p *int
		}{97531, nil}
		runtime.SetFinalizer(x, finalizer)
	}()
	for i := 0; i < 100; i++ {
		time.Sleep(5 * time.Millisecond)
		runtime.GC()
		select {
		case v := <-called:
			fmt.Println(what, v)
			return
		default:
		}
	}
	fmt.Println(what, "was not called")
}

func main() {
	try("nothing", func(x any) { note(x) })
	try("an int", func(x any) [1]int64 { note(x); return [1]int64{} })
	try("four ints", func(x any) [4]int64 { note(x); return [4]int64{} })
	try("five ints", func(x any) [5]int64 { note(x); return [5]int64{} })
	try("four bytes", func(x any) [4]byte { note(x); return [4]byte{} })
	try("a struct", func(x object) four { note(x); return four{} })
	try("two strings", func(x object) (string, string) { note(x); return "", "" })
	for i := 0; i < 5; i++ {
		try("four floats", func(x object) (a, b, c, d float64) { note(x); return })
	}
	try("a mixture", func(x object) (int, float32, [10]byte) { note(x); return 1, 2, [10]byte{} })
}

// Output:
// nothing 97531
// an int 97531
// four ints 97531
// five ints 97531
// four bytes 97531
// a struct 97531
// two strings 97531
// four floats 97531
// four floats 97531
// four floats 97531
// four floats 97531
// four floats 97531
// a mixture 97531
