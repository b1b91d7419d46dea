package main

func main() {
	const n = 5000000
	count := 0
	for round := 0; round < 12; round++ {
		composite := make([]bool, n+1)
		count = 0
		for i := 2; i <= n; i++ {
			if composite[i] {
				continue
			}
			count++
			for k := i * 2; k <= n; k += i {
				composite[k] = true
			}
		}
	}
	println(count)
}
