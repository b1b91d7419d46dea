package runtime

// Program counters that this package hands out carry, in bits 48 and up, one
// more than the number of functions that were inlined below the meant one at
// that address. So each call that the source shows has a number of its own:
//
//	0x0001_0000_0040_1234  innermost function at the call before 0x401234
//	0x0002_0000_0040_1234  the one that it was inlined into
//
// An address without such bits, say of a func value, means itself.

// A Func stands for one function of the program. The layout is StdFunc of
// runtime/std/places.h.
type Func struct {
	name  string
	entry uintptr
}

// place is what the runtime knows of one such number. The layout is StdPlace
// of runtime/std/places.h.
type place struct {
	function, file string
	line           int
	entry          uintptr
	inlined        bool
	inRuntime      bool // file is one of gc's folder runtime
}

//go:noescape
func placeOf(pc uintptr, p *place) bool

// funcOf returns the one Func that stands for the function of p.
//
//go:noescape
func funcOf(p *place) *Func

func find(pc uintptr, p *place) bool {
	if !placeOf(pc, p) {
		return false
	}
	if p.inRuntime {
		p.file = GOROOT() + "/src/runtime/" + p.file
	}
	return true
}

// callers stores the numbers of the calls that led here, less the newest skip,
// where 0 is the call of Callers (or Caller), and returns how many there are.
//
//go:noescape
func callers(skip int, pcs []uintptr) int

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
	if !find(pc, &p) {
		return "?", 0
	}
	return p.file, p.line
}

//go:noinline
func FuncForPC(pc uintptr) *Func {
	var p place
	if !find(pc, &p) {
		return nil
	}
	if p.inlined {
		return &Func{name: p.function, entry: p.entry}
	}
	return funcOf(&p)
}

//go:noinline
func Caller(skip int) (pc uintptr, file string, line int, ok bool) {
	var p place
	var pcs [1]uintptr
	if callers(skip+1, pcs[:]) == 0 || !find(pcs[0], &p) {
		return 0, "", 0, false
	}
	return pcs[0], p.file, p.line, true
}

func Callers(skip int, pc []uintptr) int {
	if len(pc) == 0 {
		return 0
	}
	return callers(skip, pc)
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

// Frames walks the calls behind the numbers that Callers gave. It is one call
// ahead, to know whether there are more: a number may mean nothing.
type Frames struct {
	callers    []uintptr
	frames     []Frame // found, but not asked for yet
	frameStore [2]Frame
}

func CallersFrames(callers []uintptr) *Frames {
	f := &Frames{callers: callers}
	f.frames = f.frameStore[:0]
	return f
}

func (f *Frames) Next() (frame Frame, more bool) {
	for len(f.frames) < 2 && len(f.callers) > 0 {
		pc := f.callers[0]
		f.callers = f.callers[1:]
		f.find(pc)
	}
	if len(f.frames) == 0 {
		return Frame{}, false
	}
	frame = f.frames[0]
	copy(f.frameStore[:], f.frames[1:])
	f.frames = f.frameStore[:len(f.frames)-1]
	return frame, len(f.frames) > 0
}

// find adds the frame of pc, if it has one.
func (f *Frames) find(pc uintptr) {
	var p place
	if !find(pc, &p) {
		return
	}
	frame := Frame{PC: pc&(1<<48-1) - 1, Function: p.function, File: p.file,
		Line: p.line, Entry: p.entry}
	if !p.inlined {
		frame.Func = funcOf(&p)
	}
	f.frames = append(f.frames, frame)
}
