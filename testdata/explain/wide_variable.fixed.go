package main

type wide struct {
	name string
	room [128]byte
}

func maker() func() string {
	w := wide{name: "w"} // stack
	c := w.name          // stack
	return func() string { return c }
}

func main() { println(maker()()) }
