// Sorts five million strings, some of them with long prefixes in common.
package main

import (
	"sort"
	"strconv"
)

func main() {
	list := make([]string, 5000000)
	seed := uint32(3)
	for i := range list {
		seed = seed*1664525 + 1013904223
		s := strconv.Itoa(int(seed >> 4))
		if seed>>30 == 0 {
			s = "a prefix that many share/" + s
		}
		list[i] = s
	}
	sort.Strings(list)
	println(list[0], list[len(list)/2], list[len(list)-1], sort.StringsAreSorted(list))
}
