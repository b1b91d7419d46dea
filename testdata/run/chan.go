// Channels, go, select: buffered and not, closing, ranging, order of operands.
package main

type point struct{ x, y, z, u, v int }

func produce(c chan<- int, n int) {
	for i := 0; i < n; i++ {
		c <- i
	}
	close(c)
}

func sum(c <-chan int, done chan int) {
	t := 0
	for v := range c {
		t += v
	}
	done <- t
}

func basics() {
	c := make(chan int)
	done := make(chan int)
	go produce(c, 100)
	go sum(c, done)
	println(<-done)
	b := make(chan string, 2)
	b <- "a"
	b <- "b"
	println(len(b), cap(b))
	println(<-b + <-b)
	close(b)
	s, ok := <-b
	println(s == "", ok)
	p := make(chan point, 1)
	p <- point{1, 2, 3, 4, 5}
	q := <-p
	println(q.x, q.v)
	var none chan int
	println(len(none), cap(none), none == nil)
	e := make(chan struct{})
	go func() { e <- struct{}{} }()
	<-e
	i := make(chan interface{}, 1)
	i <- 5
	println((<-i).(int))
	f := make(chan func() int, 1)
	f <- func() int { return 42 }
	println((<-f)())
}

func fibonacci(c, quit chan int) {
	x, y := 0, 1
	for {
		select {
		case c <- x:
			x, y = y, x+y
		case <-quit:
			println("quit")
			return
		}
	}
}

func trace(s string, c chan int) chan int {
	print(s, " ")
	return c
}

func value(s string, v int) int {
	print(s, " ")
	return v
}

func selects() {
	c, quit := make(chan int), make(chan int)
	go func() {
		for i := 0; i < 10; i++ {
			print(<-c, " ")
		}
		println()
		quit <- 0
	}()
	fibonacci(c, quit)

	d := make(chan int, 1)
	select {
	case v := <-d:
		println("received", v)
	default:
		println("empty")
	}
	select {
	case d <- 7:
		println("sent")
	default:
		println("full")
	}
	select {
	case d <- 8:
		println("sent")
	default:
		println("full")
	}
	select {
	case v, ok := <-d:
		println(v, ok)
	}
	close(d)
	var a [3]int
	var ok bool
	select {
	case a[value("index", 1)], ok = <-trace("d", d):
		println(a[1], ok)
	case trace("c", nil) <- value("v", 1):
	case <-trace("e", nil):
	}
	for i := 0; i < 3; i++ {
		select {
		case <-d:
			if i == 1 {
				continue
			}
			if i == 2 {
				break
			}
			println("loop", i)
		}
	}
	select {
	default:
		println("default only")
	}
}

type T struct{ n int }

func (t T) send(c chan int)   { c <- t.n }
func (t *T) psend(c chan int) { c <- -t.n }

type sender interface{ send(chan int) }

func gos() {
	c := make(chan int)
	t := T{1}
	go t.send(c)
	t.n = 2
	println(<-c)
	go (&t).psend(c)
	println(<-c)
	var s sender = T{3}
	go s.send(c)
	println(<-c)
	go func(a, b int) { c <- a * b }(6, 7)
	println(<-c)
	f := t.send
	go f(c)
	println(<-c)
	results := make(chan int, 10)
	for i := 0; i < 10; i++ {
		go func(i int) { results <- i * i }(i)
	}
	total := 0
	for i := 0; i < 10; i++ {
		total += <-results
	}
	println(total)
	done := make(chan bool)
	go close(done)
	<-done
}

func sieve() {
	ch := make(chan int)
	go func(ch chan<- int) {
		for i := 2; ; i++ {
			ch <- i
		}
	}(ch)
	for i := 0; i < 20; i++ {
		prime := <-ch
		print(prime, " ")
		next := make(chan int)
		go func(in, out chan int, prime int) {
			for {
				if i := <-in; i%prime != 0 {
					out <- i
				}
			}
		}(ch, next, prime)
		ch = next
	}
	println("primes")
}

func main() {
	basics()
	selects()
	gos()
	sieve()
}

// Stderr:
// 4950
// 2 2
// ab
// true false
// 1 5
// 0 0 true
// 5
// 42
// 0 1 1 2 3 5 8 13 21 34 
// quit
// empty
// sent
// full
// 7 true
// d c v e index 0 false
// loop 0
// default only
// 1
// -2
// 3
// 42
// 2
// 285
// 2 3 5 7 11 13 17 19 23 29 31 37 41 43 47 53 59 61 67 71 primes
