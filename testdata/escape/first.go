package p

type T struct{ Value *int }

func getValue() *int {
	x := 1
	return &x
}

func inc(p *int) { *p++ }

func use() int {
	y := 1
	inc(&y)
	return y
}

func link() *T {
	i := 1
	l1 := T{&i}
	l2 := T{}
	l2.Value = l1.Value
	l3 := l2
	return &l3
}
