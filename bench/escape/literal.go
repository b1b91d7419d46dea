// The pointer is set in the literal: i1 and the X stay on the stack.
package main

type X struct{ p *int }

func main() {
	sum := 1
	for i := 0; i < 400000000; i++ {
		i1 := i
		x := &X{p: &i1}
		sum = sum<<1 ^ *x.p
	}
	println(sum)
}
