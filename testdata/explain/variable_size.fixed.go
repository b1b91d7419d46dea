package main

func sum(n int) (total int) {
	s := make([]int, n, 64) // stack
	for i := range s {
		s[i] = i
		total += s[i]
	}
	return
}

func main() { println(sum(10)) }
