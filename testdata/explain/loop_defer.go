package main

func add(sum *int, n int) { *sum += n }

func total() (sum int) {
	for i := 0; i < 3; i++ {
		n := i * i
		defer func() { add(&sum, n) }() // heap
	}
	return 0
}

func main() { println(total()) }
