package runtime

// Program counters that this package hands out carry, in bits 48 and up, one
// more than the number of functions that were inlined below the meant one at
// that address. So each call that the source shows has a number of its own:
//
//	0x0001_0000_0040_1234  innermost function at the call before 0x401234
//	0x0002_0000_0040_1234  the one that it was inlined into
//
// An address without such bits, say of a func value, means itself.

// A Func stands for one function of the program.
type Func struct {
	name  string
	entry uintptr
}

// place is what the runtime knows of one such number. The layout is StdPlace
// of runtime/std/symtab.c.
type place struct {
	function, file string
	line           int
	entry          uintptr
	inlined        bool
}

//go:noescape
func placeOf(pc uintptr, p *place) bool

// callers stores the numbers of the calls that led to its caller's caller,
// less the newest skip, and returns how many there are.
//
//go:noescape
func callers(skip int, pcs *uintptr, max int) int

//go:noinline
func (f *Func) Name() string {
	if f == nil {
		return ""
	}
	return f.name
}

//go:noinline
func (f *Func) Entry() uintptr { return f.entry }

//go:noinline
func (f *Func) FileLine(pc uintptr) (file string, line int) {
	var p place
	if !placeOf(pc, &p) {
		return "?", 0
	}
	return p.file, p.line
}

//go:noinline
func FuncForPC(pc uintptr) *Func {
	var p place
	if !placeOf(pc, &p) {
		return nil
	}
	return &Func{name: p.function, entry: p.entry}
}

//go:noinline
func Caller(skip int) (pc uintptr, file string, line int, ok bool) {
	var p place
	if callers(skip, &pc, 1) == 0 || !placeOf(pc, &p) {
		return 0, "", 0, false
	}
	return pc, p.file, p.line, true
}

func Callers(skip int, pc []uintptr) int {
	if len(pc) == 0 {
		return 0
	}
	// 0 means Callers itself, which callers does not count.
	return callers(skip-1, &pc[0], len(pc))
}

// Frame describes one call as Frames yields it.
type Frame struct {
	PC       uintptr
	Func     *Func // nil if it was inlined
	Function string
	File     string
	Line     int
	Entry    uintptr
}

// Frames walks the calls behind the numbers that Callers gave.
type Frames struct {
	callers []uintptr
}

func CallersFrames(callers []uintptr) *Frames { return &Frames{callers: callers} }

func (fs *Frames) Next() (frame Frame, more bool) {
	for len(fs.callers) > 0 {
		var p place
		pc := fs.callers[0]
		fs.callers = fs.callers[1:]
		if !placeOf(pc, &p) {
			continue
		}
		frame = Frame{PC: pc - 1, Function: p.function, File: p.file,
			Line: p.line, Entry: p.entry}
		if !p.inlined {
			frame.Func = &Func{name: p.function, entry: p.entry}
		}
		return frame, len(fs.callers) > 0
	}
	return Frame{}, false
}
