// Channels and goroutines: hand-over, buffers, closing, range, and who owns
// what a `go` statement evaluates.
package main

type point struct{ x, y int }

func sender(c chan<- int, from, to int) {
	for i := from; i < to; i++ {
		c <- i
	}
	close(c)
}

func ranges() {
	c := make(chan int)
	go sender(c, 1, 5)
	sum := 0
	for v := range c {
		sum += v
	}
	v, ok := <-c
	println("range", sum, v, ok)

	n := 0
	d := make(chan struct{}, 3)
	d <- struct{}{}
	d <- struct{}{}
	close(d)
	for range d {
		n++
	}
	println("range without variable", n, len(d), cap(d))
}

func kinds() {
	p := make(chan point, 2)
	p <- point{1, 2}
	p <- point{3, 4}
	println("struct", len(p), cap(p), (<-p).y, (<-p).x)

	s := make(chan string, 1)
	s <- "text"
	println("string", <-s)

	e := make(chan interface{}, 2)
	e <- 7
	e <- "seven"
	a, b := (<-e).(int), (<-e).(string)
	println("interface", a, b)

	f := make(chan func(int) int, 1)
	k := 10
	f <- func(x int) int { return x + k }
	println("func", (<-f)(5))

	big := make(chan [100]int, 1)
	var array [100]int
	array[99] = 99
	big <- array
	array[99] = 0
	println("array", (<-big)[99])

	cc := make(chan chan int, 1)
	inner := make(chan int, 1)
	cc <- inner
	inner <- 3
	println("channel of channels", <-<-cc)

	var none chan int
	println("nil", none == nil, len(none), cap(none))
	var r <-chan int = inner
	println("identity", r == inner, inner == make(chan int))
}

type counter struct{ n int }

func (c *counter) add(n int, done chan bool) { c.n += n; done <- true }

type adder interface{ add(int, chan bool) }

// The function value and the arguments are those of the `go` statement.
func statements() {
	done := make(chan bool)
	f := func(s string) { println("first", s); done <- true }
	s := "argument"
	go f(s)
	f, s = nil, "changed"
	<-done

	c := &counter{}
	go c.add(2, done)
	<-done
	var i adder = c
	go i.add(3, done)
	<-done
	m := c.add
	go m(4, done)
	<-done
	println("methods", c.n)

	go func(xs ...int) {
		println("variadic", len(xs), xs[2])
		done <- true
	}(1, 2, 3)
	<-done

	x := 1
	go func() { x++; done <- true }()
	<-done
	println("captured", x)

	ch := make(chan int)
	go close(ch)
	_, ok := <-ch
	println("builtin", ok)
}

// Each number is filtered by one goroutine for every prime below it.
func filter(in <-chan int, out chan<- int, prime int) {
	for i := range in {
		if i%prime != 0 {
			out <- i
		}
	}
	close(out)
}

func sieve() {
	first := make(chan int)
	go sender(first, 2, 60)
	var c <-chan int = first
	print("sieve")
	for {
		prime, ok := <-c
		if !ok {
			break
		}
		print(" ", prime)
		next := make(chan int)
		go filter(c, next, prime)
		c = next
	}
	println()
}

func deep(n int) int {
	if n == 0 {
		return 0
	}
	var pad [64]int
	pad[n%64] = n
	return deep(n-1) + pad[n%64] - n + 1
}

func panics() {
	result := make(chan string)
	go func() {
		defer func() { result <- recover().(string) }()
		panic("recovered in a goroutine")
	}()
	println(<-result)
	depth := make(chan int)
	for i := 0; i < 3; i++ {
		go func() { depth <- deep(10000) }()
	}
	println(<-depth, <-depth, <-depth)
}

func main() {
	ranges()
	kinds()
	statements()
	sieve()
	panics()
	go func() {
		select {}
	}()
}

// Stderr:
// range 10 0 false
// range without variable 2 0 3
// struct 2 2 2 3
// string text
// interface 7 seven
// func 15
// array 99
// channel of channels 3
// nil true 0 0
// identity true false
// first argument
// methods 9
// variadic 3 3
// captured 2
// builtin false
// sieve 2 3 5 7 11 13 17 19 23 29 31 37 41 43 47 53 59
// recovered in a goroutine
// 10000 10000 10000
