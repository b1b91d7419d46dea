package p

// What the inliner charges, and what it refuses.

type num int

func (n num) twice() num { return n * 2 }
func (n *num) add(m num) { *n += m }
func sum(a, b int) int   { return a + b }
func double(n int) (s int) {
	for i := 0; i < n; i++ {
		s += sum(i, i)
	}
	return
}
func nestedCalls(n int) int  { return double(double(n)) }
func deferred()              { defer sum(1, 2) }
func started()               { go sum(1, 2) }
func localType() int         { type t int; var x t; return int(x) }
func recovering()            { recover() }
func itself(n int) int       { return itself(n - 1) }
func callsTwo()              { kept(); kept() }
func literal() func(int) int { return func(n int) int { return n + 1 } }
func throws(n int) {
	if n < 0 {
		panic("negative")
	}
}
func selects(c, d chan int) int {
	select {
	case v := <-c:
		return v
	case d <- 1:
	}
	return 0
}
func switches(n int) string {
	switch {
	case n < 0:
		return "-"
	case n > 0:
		return "+"
	}
	return "0"
}
func methods(n num) num            { n.add(1); return n.twice() }
func strings(a, b string) string   { return a + b + "c" }
func slices(s []int, n int) []int  { return append(s[1:n:n], len(s), cap(s)) }
func maps(m map[int]int) int       { delete(m, 1); return m[2] }
func pointers(p **int) (int, bool) { return **p, p != nil && *p != nil }
func bits(a, b uint) uint          { return a&^b | a<<3 ^ ^b }
func makes() (x []int, y map[int]int, z chan int, w *int) {
	return make([]int, 3), make(map[int]int), make(chan int, 1), new(int)
}

//go:noinline
func kept() {}

// Of what is written more counts than of what is computed.
func keyed(a, b string) [4]string     { return [4]string{0: a, 1: b, 3: a + b} }
func keyedSlice(a, b string) []string { return []string{0: a, b} }
func rounded(x float64, c complex64) (float64, complex64) {
	return float64(x), complex64(c)
}
func table() *[5]int         { return &[5]int{1, 2, 3, 4, 5} }
func length() int            { return len(table()) }
func capacity(p *[5]int) int { return cap(p) }
func constantSwitch() int {
	switch 5 {
	case 1, 2:
		return 1
	case 3, 4, 5, 6:
		return 2
	default:
		return 3
	}
}
func constantDefault() int {
	switch 'a' {
	default:
		return 3
	case 'b', 'a', 'c':
		return 1
	}
}
