package main

const n = 400

func multiply(a, b, c [][]float64) {
	for i := range a {
		for j := range b[0] {
			sum := 0.0
			for k, x := range a[i] {
				sum += x * b[k][j]
			}
			c[i][j] = sum
		}
	}
}

func matrix(seed int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
		for j := range m[i] {
			m[i][j] = float64((i*seed+j)%7) - 3
		}
	}
	return m
}

func main() {
	a, b, c := matrix(3), matrix(5), matrix(0)
	for round := 0; round < 8; round++ {
		multiply(a, b, c)
		a, c = c, a
		for i := range a {
			for j := range a[i] {
				a[i][j] = float64(int(a[i][j]) % 5)
			}
		}
	}
	sum := 0
	for i := range a {
		for _, x := range a[i] {
			sum += int(x)
		}
	}
	println(sum)
}
