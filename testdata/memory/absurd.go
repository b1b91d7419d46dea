// Wants more than any machine has.
package main

var (
	n    = 1 << 46
	keep []byte
)

func main() {
	keep = make([]byte, n)
}
