// select: which case, in which order its parts are evaluated, and what the
// received value may be assigned to.
package main

func trace(s string, c chan int) chan int {
	print(s, " ")
	return c
}

func value(s string, v int) int {
	print(s, " ")
	return v
}

// Channels and values are evaluated once, in source order, also those of cases
// that are not taken; the left side of a receive only if it is.
func order() {
	a, b := make(chan int, 1), make(chan int, 1)
	b <- 1
	xs := make([]int, 2)
	select {
	case trace("a", a) <- value("7", 7):
		println("sent")
	case xs[value("index", 0)] = <-trace("nil", nil):
		println("impossible")
	}
	select {
	case trace("full", b) <- value("8", 8):
		println("impossible")
	case xs[value("index", 1)] = <-trace("a", a):
		println("received", xs[1])
	}
}

func defaults() {
	c := make(chan int, 1)
	for i := 0; i < 2; i++ {
		select {
		case c <- i:
			println("room")
		default:
			println("full")
		}
	}
	for i := 0; i < 2; i++ {
		select {
		case v, ok := <-c:
			println("got", v, ok)
		default:
			println("empty")
		}
	}
	select {
	case <-c:
	case c <- 1:
		println("one of two")
	default:
		println("never")
	}
	close(c)
	<-c
	select {
	case v, ok := <-c:
		println("closed", v, ok)
	default:
		println("never")
	}
	select {
	default:
		println("only default")
	}
	select {
	case v := <-func() chan int { d := make(chan int, 1); d <- 9; return d }():
		println("single", v)
	}
}

type fields struct {
	n  int
	ok bool
}

func assignments() {
	c := make(chan int, 3)
	other := make(chan string)
	m := map[string]int{}
	var f fields
	c <- 1
	c <- 2
	c <- 3
	for i := 0; i < 3; i++ {
		select {
		case m["k"], f.ok = <-c:
		case s := <-other:
			println(s)
		}
		f.n += m["k"]
	}
	println("assigned", f.n, f.ok)
	var any interface{}
	c <- 4
	select {
	case any = <-c:
	case <-other:
	}
	println("converted", any.(int))
}

func flow() {
	c := make(chan int, 10)
	never := make(chan int)
	sum := 0
	for i := 0; i < 5; i++ {
		c <- i
	}
outer:
	for {
		select {
		case v := <-c:
			if v == 1 {
				continue outer
			}
			if v == 2 {
				break
			}
			if v == 4 {
				break outer
			}
			sum += v
		case <-never:
		}
		sum += 100
	}
	println("flow", sum)
}

func merge(n int) {
	a, b, quit := make(chan int), make(chan int), make(chan bool)
	go func() {
		for i := 0; i < n; i++ {
			select {
			case a <- i:
			case b <- i:
			}
		}
		close(quit)
	}()
	sum, fromA, fromB := 0, 0, 0
	for {
		select {
		case v := <-a:
			sum += v
			fromA++
		case v := <-b:
			sum += v
			fromB++
		case <-quit:
			println("merged", sum, fromA+fromB, fromA > 0, fromB > 0)
			return
		}
	}
}

func main() {
	order()
	defaults()
	assignments()
	flow()
	merge(1000)
}

// Stderr:
// a 7 nil sent
// full 8 a index received 7
// room
// full
// got 0 true
// empty
// one of two
// closed 0 false
// only default
// single 9
// assigned 6 true
// converted 4
// flow 303
// merged 499500 1000 true true
