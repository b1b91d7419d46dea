// Handles of runtime/cgo need no C: they stand for values, like the numbers of
// open files.
package main

import (
	"fmt"
	"runtime/cgo"
)

func misuse(what string, f func()) {
	defer func() { fmt.Println(what, recover()) }()
	f()
}

func main() {
	text, again := cgo.NewHandle("text"), cgo.NewHandle("text")
	fmt.Println(text != 0, text != again, text.Value(), again.Value())
	sum := cgo.NewHandle(func(a, b int) int { return a + b })
	fmt.Println(sum.Value().(func(a, b int) int)(2, 3))
	text.Delete()
	misuse("value", func() { text.Value() })
	misuse("delete", text.Delete)
	fmt.Println(again.Value(), cgo.NewHandle(nil).Value())
}

// Output:
// true true text text
// 5
// value runtime/cgo: misuse of an invalid Handle
// delete runtime/cgo: misuse of an invalid Handle
// text <nil>
