// Values assigned to _: what they are made of still happens.
package main

type T struct{ a, b int }

func f(n int) int { println("f", n); return n }

func try(n int) {
	defer func() { println(recover() != nil) }()
	s := []int{1}
	_ = []int{f(1), s[n], f(2)}
	_ = T{a: f(3), b: s[n]}
	_ = [...]T{{f(4), 1}, {b: f(5)}}
	_ = map[int]int{f(6): s[n]}
	_ = &T{f(7), 2}
	println("end")
}

func main() { try(0); try(1) }

// Stderr:
// f 1
// f 2
// f 3
// f 4
// f 5
// f 6
// f 7
// end
// false
// f 1
// f 2
// true
