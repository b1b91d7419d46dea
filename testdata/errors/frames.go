package p

type large struct{ b [1500000000]byte }

func (x large) method() int { // ERROR "stack frame too large \(>1GB\): 0 MB locals \+ 1430 MB args$"
	return 5
}

func results() (x large, i int) { // ERROR "stack frame too large \(>1GB\): 0 MB locals \+ 1430 MB args"
	return
}

func ranges(x *[1<<30 + 1e6]byte) byte { // ERROR "stack frame too large \(>1GB\): 1024 MB locals \+ 0 MB args"
	for _, b := range *x {
		return b
	}
	return 0
}

func fits(x *[1<<30 - 1e6]byte) byte {
	for _, b := range *x {
		return b
	}
	return 0
}

type half = [400e6]byte

func calls() { // ERROR "stack frame too large \(>1GB\): 762 MB locals \+ 0 MB args \+ 762 MB callee"
	take(give(), give())
}

func take(half, half)
func give() half
