package p

// Functions that call each other are one batch: a result of one that comes
// from the other's parameter counts as a leak to the heap.

var sink *int

func even(n int, p *int) *int {
	if n == 0 {
		return p
	}
	return odd(n-1, p)
}

func odd(n int, q *int) *int { return even(n-1, q) }

func ping(n int, p *int) { pong(n-1, p) }

func pong(n int, q *int) {
	if n < 0 {
		sink = q
		return
	}
	ping(n-1, q)
}

func quietPing(n int, p *int) int { return quietPong(n-1, p) }

func quietPong(n int, q *int) int {
	if n < 0 {
		return *q
	}
	return quietPing(n-1, q)
}
