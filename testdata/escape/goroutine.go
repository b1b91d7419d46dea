package p

// A goroutine may live longer than the statement that starts it.

func show(p *int) { println(*p) }

func start(n int) {
	for i := 0; i < n; i++ {
		a, b, c := i, i, i
		go func() { show(&a) }()
		go show(&b)
		go func(k int) { println(k) }(c)
	}
	done := false
	go func() { done = true }()
	println(done)
}
