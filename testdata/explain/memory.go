package main

// What really happens: nothing here is a question of escaping alone.

type empty struct{}

var keep interface{}
var keepBytes []byte

func main() {
	var list []int
	list = append(list, 1)
	names := map[string]int{"a": 1}
	names["b"] = 2
	c := make(chan int, 1)
	c <- len(names)
	s := "x"
	s += s
	t := s + "y" + s
	b := []byte(t)
	keepBytes = []byte(t)
	keep = 7
	keep = empty{}
	keep = list[0] > 0
	keep = list[0]
	keep = t
	keep = [3]int{1, 2, 3}
	keep = new(empty)
	f := func() {}
	g := func() { println(len(b)) }
	f()
	g()
	p := new([100]int)
	q := &p[3]
	*q = 1
	list = append(list, make([]int, *q)...)
	println(s, t, len(b), <-c, cap(list), *q)
}
