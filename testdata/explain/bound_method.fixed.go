package main

type cell struct{ n int }

func (c *cell) at() *int { return &c.n }

func main() {
	c := cell{7} // stack
	f := func() int { return *c.at() }
	println(f())
}
