package main

type wide struct {
	name string
	room [128]byte
}

func maker() func() string {
	w := wide{name: "w"} // heap
	return func() string { return w.name }
}

func main() { println(maker()()) }
