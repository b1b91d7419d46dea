// The pointer is stored through x: i2 goes to the heap, once in each round.
package main

type X struct{ p *int }

func main() {
	sum := 1
	for i := 0; i < 40000000; i++ {
		i2 := i
		x := &X{}
		x.p = &i2
		sum = sum<<1 ^ *x.p
	}
	println(sum)
}
