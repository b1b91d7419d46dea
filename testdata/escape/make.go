package p

// Constant sizes up to 64 KB stay, others go to the heap; channels have no
// location at all.

const kilo = 1024

func sizes(n int) int {
	small, edge, large := make([]byte, 16), make([]byte, 64*kilo), make([]byte, 64*kilo+1)
	words := make([]int64, 8*kilo)
	more := make([]int64, 8*kilo+1)
	byLen := make([]int, n)
	byCap := make([]int, n, 16)
	capVar := make([]int, 0, n)
	nothing := make([]struct{}, 1<<40)
	m, sized := make(map[string]bool), make(map[string]bool, n)
	c := make(chan int, 3)
	m["a"] = sized["b"]
	c <- len(nothing)
	return len(small) + len(edge) + len(large) + len(words) + len(more) +
		len(byLen) + len(byCap) + len(capVar)
}

func variableHoldsConstant() []int {
	n := 10
	s := make([]int, n)
	_ = s
	const k = 10
	t := make([]int, k)
	_ = t
	return nil
}
