// What runtime.Callers sees: the frames between a deferred function and the panic
// that called it, lines of what spans several, names of line directives.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
)

// stack prints what called it, our own functions with their lines.
func stack(what string) {
	var pcs [50]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	fmt.Print(what)
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		name := f.Function
		fmt.Print(" ", strings.TrimPrefix(name, "main."))
		if strings.HasPrefix(f.Function, "main.") {
			fmt.Print(":", f.Line)
		}
	}
	fmt.Println()
}

func try(what string, f func()) {
	defer func() {
		stack(what)
		recover()
	}()
	f()
}

var (
	nilPointer *int
	nilMap     map[string]int
	empty      []int
	zero, nine = 0, 9
	number     any = 1
	inited         = func() int { stack("variable"); return 1 }()
)

func init() { stack("init") }

func loop() {
	for i := 0; i < 2; i++ {
		defer func() { stack("loop") }()
	}
}

func plain() {
	defer stack("plain")
}

func panics() {
	try("panic", func() { panic(1) })
	try("nil", func() { *nilPointer = 1 })
	try("divide", func() { nine = nine / zero })
	try("map", func() { nilMap["a"] = 1 })
	try("assert", func() { _ = number.(string) })
	try("again", func() {
		defer func() { panic(2) }()
		panic(1)
	})
	try("none", func() {})
}

// A check fails in the line of the bracket, or of the dot.
func spanned() {
	try("index", func() {
		nine = empty[
			nine]
	})
	try("store", func() {
		empty[
			nine] = nine
	})
	try("slice", func() {
		empty = empty[
			nine:]
	})
	var p *struct{ n [3]int }
	try("field", func() {
		p.
			n[0] = nine
	})
}

func threads() {
	done := make(chan bool)
	go func() {
		defer close(done)
		stack("go")
	}()
	<-done
	done = make(chan bool)
	go func() {
		defer close(done)
		defer stack("goexit")
		runtime.Goexit()
	}()
	<-done
}

func where() {
	_, file, line, _ := runtime.Caller(1)
	if i := strings.LastIndex(file, "/testdata/"); i >= 0 {
		file = file[i+1:]
	}
	fmt.Println(file, line)
}

// A fault on memory that the program protected: what was stored before counts.
func copied(to, from []byte) (n int) {
	defer func() { recover() }()
	for i := range to {
		to[i] = from[i]
		n++
	}
	return n
}

func faults() {
	page := syscall.Getpagesize()
	data, err := syscall.Mmap(-1, 0, 2*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err == nil {
		err = syscall.Mprotect(data[page:], syscall.PROT_NONE)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(copied(data[5:], make([]byte, 2*page)) == page-5)
}

func main() {
	stack("main")
	panics()
	spanned()
	loop()
	plain()
	threads()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	faults()
	renamed()
}

// Names of line directives stay as they are written.
func renamed() {
	where()
//line other.go:7
	where()
//line ./a/../b.go:9
	where()
//line /tmp/x.go:3
	where()
	/*line c:/y.go:8*/ where() /*line :9:1*/
	where()
//line :4
	where()
//line testdata/library/callers.go:300
	where()
}

// Output:
// variable glob..func1:45 init:45 runtime.doInit runtime.main runtime.goexit
// init init.0:48 runtime.doInit runtime.main runtime.goexit
// main main:142 runtime.main runtime.goexit
// panic try.func1:33 runtime.gopanic panics.func1:61 try:36 panics:61 main:143 runtime.main runtime.goexit
// nil try.func1:33 runtime.gopanic runtime.panicmem runtime.sigpanic panics.func2:62 try:36 panics:62 main:143 runtime.main runtime.goexit
// divide try.func1:33 runtime.gopanic runtime.panicdivide panics.func3:63 try:36 panics:63 main:143 runtime.main runtime.goexit
// map try.func1:33 runtime.gopanic runtime.mapassign_faststr panics.func4:64 try:36 panics:64 main:143 runtime.main runtime.goexit
// assert try.func1:33 runtime.gopanic runtime.panicdottypeE panics.func5:65 try:36 panics:65 main:143 runtime.main runtime.goexit
// again try.func1:33 runtime.gopanic panics.func6.1:67 runtime.gopanic panics.func6:68 try:36 panics:66 main:143 runtime.main runtime.goexit
// none try.func1:33 try:37 panics:70 main:143 runtime.main runtime.goexit
// index try.func1:33 runtime.gopanic runtime.goPanicIndex spanned.func1:76 try:36 spanned:75 main:144 runtime.main runtime.goexit
// store try.func1:33 runtime.gopanic runtime.goPanicIndex spanned.func2:80 try:36 spanned:79 main:144 runtime.main runtime.goexit
// slice try.func1:33 runtime.gopanic runtime.goPanicSliceB spanned.func3:84 try:36 spanned:83 main:144 runtime.main runtime.goexit
// field try.func1:33 runtime.gopanic runtime.panicmem runtime.sigpanic spanned.func4:89 try:36 spanned:88 main:144 runtime.main runtime.goexit
// loop loop.func1:52 loop:54 main:145 runtime.main runtime.goexit
// loop loop.func1:52 loop:54 main:145 runtime.main runtime.goexit
// plain plain:58 main:146 runtime.main runtime.goexit
// go threads.func1:98 runtime.goexit
// goexit runtime.Goexit threads.func2:105 runtime.goexit
// true
// testdata/library/callers.go 155
// other.go 7
// ./a/../b.go 9
// /tmp/x.go 3
// c:/y.go 8
// c:/y.go 10
// ?? 4
// testdata/library/callers.go 300
