// A stack that its limit cuts between functions expanded into each other: the
// profiler asks for the rest of these.
package main

import (
	"fmt"
	"runtime"
	_ "runtime/pprof"
	"strings"
	_ "unsafe"
)

//go:linkname expand runtime/pprof.runtime_expandFinalInlineFrame
func expand(stack []uintptr) []uintptr

func inner(pcs []uintptr) int  { return runtime.Callers(1, pcs) }
func middle(pcs []uintptr) int { return inner(pcs) }

//go:noinline
func outer(pcs []uintptr) []uintptr { return pcs[:middle(pcs)] }

func names(pcs []uintptr) {
	if len(pcs) > 0 {
		frames := runtime.CallersFrames(pcs)
		for more := true; more; {
			var f runtime.Frame
			f, more = frames.Next()
			fmt.Print(strings.TrimPrefix(f.Function, "main."), " ")
		}
	}
	fmt.Println(len(pcs))
}

func main() {
	for limit := 0; limit <= 5; limit++ {
		names(expand(outer(make([]uintptr, limit))))
	}
}

// Output:
// 0
// inner middle outer 3
// inner middle outer 3
// inner middle outer 3
// inner middle outer main 4
// inner middle outer main runtime.main 5
