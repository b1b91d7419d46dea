// Searching, counting and comparing bytes: all lengths and places, at the end
// of a page too, beside loops that do one byte at a time.
package main

import (
	"bytes"
	"fmt"
	"strings"
	"syscall"
	"unicode/utf8"
)

func index(s, q string) int {
	for i := 0; i+len(q) <= len(s); i++ {
		if s[i:i+len(q)] == q {
			return i
		}
	}
	return -1
}

func count(s string, c byte) (n int) {
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			n++
		}
	}
	return n
}

func compare(a, b string) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] != b[i] {
			return int(a[i]) - int(b[i])
		}
	}
	return len(a) - len(b)
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

func check(ok bool, what string, args ...any) {
	if !ok {
		fmt.Println("wrong:", what, fmt.Sprintf("%q", args))
	}
}

func main() {
	// Two pages, of which the second may not be touched.
	mem, err := syscall.Mmap(-1, 0, 8192, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		panic(err)
	}
	if err := syscall.Mprotect(mem[4096:], syscall.PROT_NONE); err != nil {
		panic(err)
	}
	page, x, tests := mem[:4096], uint32(1), 0
	for i := range page {
		x = x*1664525 + 1013904223
		page[i] = "ab"[x>>20&1]
	}
	for n := 0; n <= 100; n++ {
		for _, b := range [][]byte{page[len(page)-n:], page[n : 2*n], page[100 : 100+n]} {
			s := string(b)
			check(bytes.Count(b, []byte("a")) == count(s, 'a'), "count", s)
			check(strings.Count(s, "a") == count(s, 'a'), "count", s)
			check(bytes.IndexByte(b, 'c') == -1, "IndexByte", s)
			for m := 1; m <= n && m < 70; m += 1 + m/5 {
				for _, q := range [][]byte{b[n-m:], page[7 : 7+m], b[n/2 : n/2+m/2]} {
					check(bytes.Index(b, q) == index(s, string(q)), "Index", b, q)
					check(strings.Index(s, string(q)) == index(s, string(q)), "Index", b, q)
					check(bytes.Compare(b, q) == sign(compare(s, string(q))), "Compare", b, q)
					check((s[n-m:] < string(q)) == (compare(s[n-m:], string(q)) < 0), "<", s[n-m:], q)
					tests++
				}
			}
		}
	}
	text := "plain text, then größe, 世界, \xff and \xe4\xb8 broken, plain again for a while"
	for i := 0; i <= len(text); i++ {
		for j := i; j <= len(text); j++ {
			var want []rune
			for _, r := range text[i:j] {
				want = append(want, r)
			}
			got := []rune(text[i:j])
			check(len(got) == len(want) && utf8.RuneCountInString(text[i:j]) == len(want), "runes", text[i:j])
			for k := range got {
				check(got[k] == want[k], "rune", text[i:j], k)
			}
			tests++
		}
	}
	fmt.Println(tests, "tests")
}

// Output:
// 15027 tests
