// Searches 20 MB of text for four patterns, of which the first begins with a
// literal and the last is matched in one pass.
package main

import (
	"bytes"
	"fmt"
	"regexp"
)

func makeText(size int) []byte {
	var b bytes.Buffer
	seed := uint32(7)
	for i := 0; b.Len() < size; i++ {
		seed = seed*1664525 + 1013904223
		fmt.Fprintf(&b, "%d.%d.%d.%d - user%d [%02d/Nov/2026] \"GET /a/%x.html\" %d %d\n",
			seed>>24, seed>>16&255, seed>>8&255, seed&255, seed%1000, i%30,
			seed, 200+seed>>30, seed>>12)
	}
	return b.Bytes()
}

func main() {
	text := makeText(20 << 20)
	for _, pattern := range []string{
		`GET /a/[0-9a-f]+\.html`,
		`(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})`,
		`user(1|22|333)\b`,
	} {
		println(len(regexp.MustCompile(pattern).FindAllIndex(text, -1)))
	}
	line := regexp.MustCompile(`^(\S+) - (\w+) \[([^\]]*)\] "(\w+) ([^"]*)" (\d+) (\d+)$`)
	fields := 0
	for _, l := range bytes.Split(text, []byte("\n")) {
		fields += len(line.FindSubmatch(l))
	}
	println(fields)
}
