// The callee of a deferred call is itself called at the defer statement.
package main

func f() (x int) {
	defer func() func() {
		return func() {
			println(x)
		}
	}()()
	return 42
}

func main() { f() }

// Stderr:
// 42
