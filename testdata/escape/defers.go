package p

// Deferred once: the arguments stay. In a loop: they go to the heap.

func note(p *int) { *p++ }

func once() (n int) {
	a, b := 1, 2
	defer note(&a)
	defer func() { note(&b) }()
	defer note(&n)
	return n
}

func often(times int) {
	for i := 0; i < times; i++ {
		a, b := 1, 2
		defer note(&a)
		defer func() { note(&b) }()
	}
}

func jumping(times int) {
again:
	a := 1
	defer note(&a)
	if times--; times > 0 {
		goto again
	}
}

func recovers() (err interface{}) {
	defer func() { err = recover() }()
	panic("no")
}
