package p

// What go and defer statements keep, and the types of what keeps it.

type outer struct{ a interface{ m0() } }

func (outer) by_value() {}
func made() interface{ m1() }
func boxed() outer
func taker(f func(), x struct{ A interface{ m2() } })
func any(x interface{})
func channel(c chan interface{ m3() }, m map[string]interface{ m4() })

func recovers() {
	go recover()
	defer recover()
	(recover())
}

func nothing() {
	println((interface{ m5() })(nil))
	defer println((interface{ m5() })(nil))
	defer println((interface{})(nil))
}

func receivers() func() {
	defer boxed().by_value()
	go made().m1()
	defer taker(boxed().by_value, struct{ A interface{ m2() } }{})
	return made().m1
}

func operands(xs []struct{ B interface{ m7() } }) {
	go any(struct{ C interface{ m8() } }{})
	for _, x := range xs {
		defer func() { _ = x }()
	}
	defer channel(make(chan interface{ m3() }), map[string]interface{ m4() }{})
}
