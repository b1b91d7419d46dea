package main

// A slice of constant capacity may be on the stack; its length is still
// checked when the program runs.

func try(n int) {
	defer func() {
		if err := recover(); err != nil {
			println(n, err.(error).Error())
		}
	}()
	s := make([]int, n, 4)
	s[n-1] = n
	println(len(s), cap(s), s[n-1])
}

func fresh(n int) (sum int) {
	for i := 0; i < 3; i++ {
		s := make([]int, n, 4)
		s[0]++
		sum += s[0]
	}
	return
}

func main() {
	try(1)
	try(4)
	try(5)
	try(-1)
	try(1 << 62)
	println(fresh(2))
}

// Stderr:
// 1 4 1
// 4 4 4
// 5 runtime error: makeslice: cap out of range
// -1 runtime error: makeslice: len out of range
// 4611686018427387904 runtime error: makeslice: cap out of range
// 3
