// Strings: indexing, slicing, comparison, concatenation, ranging, conversion.
package main

func compare(a, b string) {
	println(a == b, a != b, a < b, a <= b, a > b, a >= b)
}

func describe(s string) {
	switch s {
	case "":
		println("empty")
	case "a", "b":
		println("letter", s)
	case "longer", "strings":
		println("word", s, len(s))
	default:
		println("other", s)
	}
}

func runes(s string) (n int) {
	for i, r := range s {
		println(i, r)
		n++
	}
	return
}

type name string

func (n name) greet() name { return "hello, " + n + "!" }

func main() {
	for _, a := range []string{"", "a", "ab", "b"} {
		for _, b := range []string{"", "a", "abc"} {
			compare(a, b)
		}
	}
	for _, s := range []string{"", "a", "b", "c", "longer", "strings", "stringz"} {
		describe(s)
	}
	s := "h\u00e9llo, \u4e16\u754c!"
	println(len(s), runes(s), s[1], s[len(s)-1])
	println(runes("a\xffb\xe4\xb8"))
	println(s[7:], s[:1], s[1:3], s[3:3] == "", s[len(s):] == "")
	t := s + "-" + s[:1] + "x" + string(rune(0x4e16)) + string(rune(-1))
	println(t, len(t))
	t += "!"
	t += t[:3]
	println(t)
	b := []byte("bytes")
	b[0] = 'B'
	r := []rune(s)
	println(string(b), len(r), string(r[1:3]), r[8])
	println(string(name("gopher").greet()))
	for i := range "abc" {
		print(i, " ")
	}
	for range "xy" {
		print(".")
	}
	println()
	const c = "constant"
	println(c[2], len(c), c[3:5])
	var z string
	z += ""
	println(z == "", len(z))
}

// Stderr:
// true false false true false true
// false true true true false false
// false true true true false false
// false true false false true true
// true false false true false true
// false true true true false false
// false true false false true true
// false true false false true true
// false true true true false false
// false true false false true true
// false true false false true true
// false true false false true true
// empty
// letter a
// letter b
// other c
// word longer 6
// word strings 7
// other stringz
// 0 104
// 1 233
// 3 108
// 4 108
// 5 111
// 6 44
// 7 32
// 8 19990
// 11 30028
// 14 33
// 15 10 195 33
// 0 97
// 1 65533
// 2 98
// 3 65533
// 4 65533
// 5
//  世界! h é true true
// héllo, 世界!-hx世� 24
// héllo, 世界!-hx世�!hé
// Bytes 10 él 30028
// hello, gopher!
// 0 1 2 ..
// 110 8 st
// true 0
