// Conversions of bytes that nobody keeps: compared, looked up, switched over.
package main

func f(b []byte) string { b[0] = 'x'; return "xbc" }

func main() {
	b := []byte("abc")
	println(string(b) == "abc", string(b) < "abd", string(b) == string(b[:2]), string(b[:0]) == "")
	m := map[string]int{"abc": 1}
	println(m[string(b)], m[string(b[1:])])
	v, ok := m[string(b)]
	println(v, ok)
	println(string(b) == f(b))
	var n []byte
	println(string(n) == "", m[string(n)])
	switch string(b) {
	case "xbc":
		println("switch")
	}
}

// Stderr:
// true true false true
// 1 0
// 1 true
// true
// true 0
// switch
