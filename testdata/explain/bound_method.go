package main

type cell struct{ n int }

func (c *cell) at() *int { return &c.n }

func main() {
	c := cell{7} // heap
	f := c.at
	println(*f())
}
