package main

func add(sum *int, n int) { *sum += n }

func step(sum *int, n int) {
	defer func() { add(sum, n) }() // stack
}

func total() (sum int) {
	for i := 0; i < 3; i++ {
		step(&sum, i*i)
	}
	return sum
}

func main() { println(total()) }
