package main

func sum(n int) (total int) {
	s := make([]int, n) // heap
	for i := range s {
		s[i] = i
		total += s[i]
	}
	return
}

func main() { println(sum(10)) }
