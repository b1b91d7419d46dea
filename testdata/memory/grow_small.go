// Wants memory for ever, a few bytes at a time.
package main

type node struct {
	next *node
	data [3]int
}

var head *node

func main() {
	for {
		head = &node{next: head}
	}
}
