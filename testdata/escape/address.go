package p

// The address of a local: returned, returned through a variable, only used.

func direct() *string { s := "a"; return &s }

func throughVariable() *[2]int {
	pair := [2]int{1, 2}
	p := &pair
	q := p
	return q
}

func element() *int {
	pair := [2]int{1, 2}
	return &pair[1]
}

func kept() int {
	n := 7
	p := &n
	*p++
	return *p
}

func twice() **int {
	n := 1
	p := &n
	return &p
}
