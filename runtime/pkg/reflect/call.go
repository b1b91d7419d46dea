// Calls whose signature is known only at run time.
//
// Go's reflect lays out arguments and results in a frame, one after the other
// as in a struct (internal/abi says that there are no argument registers), and
// leaves the rest to assembly. Compiled code passes values otherwise
// (codegen/call.c):
//
//   - a value of at most maxLeaves scalars as these, an int or pointer in the
//     next of six registers, a float in the next of eight, then on the stack
//   - a larger one as the address of a copy
//   - results alike, but in other registers; more than maxLeaves in all, or
//     more ints than registers, at an address that is passed first
//
// A plan says where each scalar of a signature lies in the frame. It is made
// from the func type once. For func(a string, b float32) int:
//
//	in   word@0 word@8 float32@16      frame: a at 0, b at 16, result at 24
//	out  word@24
package reflect

import (
	"internal/abi"
	"runtime"
	"sync"
	"unsafe"
)

const (
	maxLeaves   = 4 // as MAX_LEAVES of codegen/gen.h
	intRegs     = 6
	floatRegs   = 8
	outIntRegs  = 3
	outFloatReg = 2
)

// callState is what travels between caller and callee. The layout is that of
// runtime/std/reflect_call_amd64.S.
type callState struct {
	code, context unsafe.Pointer
	ints          [intRegs]uintptr
	floats        [floatRegs]uint64
	stack         unsafe.Pointer
	nstack        uintptr
	outInts       [outIntRegs]uintptr
	outFloats     [outFloatReg]uint64
	outX87        [2]float64
	nx87          uintptr
}

// leafClass says how a scalar travels.
type leafClass uint8

const (
	leafWord  leafClass = iota // an int or pointer of 8 bytes
	leafUint                   // a shorter one, extended with zeros
	leafInt                    // or with its sign
	leafFloat                  // of 4 or 8 bytes
	leafPlace                  // a large value, by its address
)

type leaf struct {
	class leafClass
	size  uint8   // of a scalar
	off   uintptr // in the frame
	typ   *rtype  // leafPlace
}

type plan struct {
	in, out  []leaf
	place    bool    // results at an address that is passed first
	outAt    uintptr // offset of the results in the frame
	demoted  bool    // place, but laid out as the leaves
	outTypes []*rtype
}

func alignUp(x, n uintptr) uintptr { return (x + n - 1) &^ (n - 1) }

// ------------------------------------------------------------------- plans

// addLeaves appends the scalars of a t at off; ok is false if there are too
// many.
func addLeaves(list []leaf, limit int, t *rtype, off uintptr) (_ []leaf, ok bool) {
	word := func(class leafClass, size uint8, at uintptr) {
		list = append(list, leaf{class: class, size: size, off: off + at})
	}
	switch t.Kind() {
	case Bool, Uint8, Uint16, Uint32:
		word(leafUint, uint8(t.size), 0)
	case Int8, Int16, Int32:
		word(leafInt, uint8(t.size), 0)
	case Float32, Float64:
		word(leafFloat, uint8(t.size), 0)
	case Complex64, Complex128:
		word(leafFloat, uint8(t.size/2), 0)
		word(leafFloat, uint8(t.size/2), t.size/2)
	case String, Interface:
		word(leafWord, 8, 0)
		word(leafWord, 8, 8)
	case Slice:
		word(leafWord, 8, 0)
		word(leafWord, 8, 8)
		word(leafWord, 8, 16)
	case Array:
		a := (*arrayType)(unsafe.Pointer(t))
		for i := uintptr(0); i < a.len && a.elem.size > 0; i++ {
			if list, ok = addLeaves(list, limit, a.elem, off+i*a.elem.size); !ok {
				return list, false
			}
		}
	case Struct:
		s := (*structType)(unsafe.Pointer(t))
		for i := range s.fields {
			f := &s.fields[i]
			if list, ok = addLeaves(list, limit, f.typ, off+f.offset); !ok {
				return list, false
			}
		}
	default:
		word(leafWord, 8, 0)
	}
	return list, len(list) <= limit
}

// addValue appends how one value travels.
func addValue(list []leaf, t *rtype, off uintptr) (_ []leaf, large bool) {
	n := len(list)
	if more, ok := addLeaves(list, n+maxLeaves, t, off); ok {
		return more, false
	}
	return append(list[:n], leaf{class: leafPlace, off: off, typ: t}), true
}

func makePlan(t *funcType, method bool) *plan {
	p := &plan{}
	off := uintptr(0)
	if method {
		p.in = append(p.in, leaf{class: leafWord, size: 8})
		off = 8
	}
	for _, in := range t.in() {
		off = alignUp(off, uintptr(in.align))
		p.in, _ = addValue(p.in, in, off)
		off += in.size
	}
	p.outAt = alignUp(off, 8)
	off = p.outAt
	p.outTypes = t.out()
	for _, out := range p.outTypes {
		var large bool
		off = alignUp(off, uintptr(out.align))
		p.out, large = addValue(p.out, out, off)
		p.place = p.place || large
		off += out.size
	}
	p.place = p.place || len(p.out) > maxLeaves
	ints := 0
	for _, l := range p.out {
		if l.class != leafFloat {
			ints++
		}
	}
	p.demoted = !p.place && ints > outIntRegs
	return p
}

var (
	framePlans  sync.Map // of reflect's frame types: *rtype -> *plan
	signatures  sync.Map // of MakeFunc: *funcType -> *plan
	errNoLayout = "reflect: call through an unknown frame layout"
)

// planOfFrame finds what signature reflect made a frame type for.
func planOfFrame(frame *rtype) *plan {
	if p, ok := framePlans.Load(frame); ok {
		return p.(*plan)
	}
	var found *plan
	layoutCache.Range(func(key, value any) bool {
		if value.(layoutType).t == frame {
			k := key.(layoutKey)
			found = makePlan(k.ftyp, k.rcvr != nil)
		}
		return found == nil
	})
	if found == nil {
		panic(errNoLayout)
	}
	framePlans.Store(frame, found)
	return found
}

func planOfSignature(t *funcType) *plan {
	if p, ok := signatures.Load(t); ok {
		return p.(*plan)
	}
	p := makePlan(t, false)
	signatures.Store(t, p)
	return p
}

// ----------------------------------------------------------------- scalars

func loadLeaf(l *leaf, p unsafe.Pointer) uint64 {
	switch {
	case l.size == 8:
		return *(*uint64)(p)
	case l.size == 4 && l.class == leafInt:
		return uint64(*(*int32)(p))
	case l.size == 4:
		return uint64(*(*uint32)(p))
	case l.size == 2 && l.class == leafInt:
		return uint64(*(*int16)(p))
	case l.size == 2:
		return uint64(*(*uint16)(p))
	case l.class == leafInt:
		return uint64(*(*int8)(p))
	}
	return uint64(*(*uint8)(p))
}

func storeLeaf(l *leaf, p unsafe.Pointer, v uint64) {
	switch l.size {
	case 8:
		*(*uint64)(p) = v
	case 4:
		*(*uint32)(p) = uint32(v)
	case 2:
		*(*uint16)(p) = uint16(v)
	case 1:
		*(*uint8)(p) = uint8(v)
	}
}

// cursor counts what a call has used of registers and stack.
type cursor struct {
	ints, floats, stack int
}

// place returns where the next scalar of that class travels.
func (c *cursor) place(s *callState, float bool) unsafe.Pointer {
	if float && c.floats < floatRegs {
		c.floats++
		return unsafe.Pointer(&s.floats[c.floats-1])
	}
	if !float && c.ints < intRegs {
		c.ints++
		return unsafe.Pointer(&s.ints[c.ints-1])
	}
	c.stack++
	return unsafe.Add(s.stack, 8*(c.stack-1))
}

// outCursor does the same for results.
func (c *cursor) outPlace(s *callState, l *leaf) (p unsafe.Pointer, x87 bool) {
	if l.class != leafFloat {
		c.ints++
		return unsafe.Pointer(&s.outInts[c.ints-1]), false
	}
	c.floats++
	if c.floats <= outFloatReg {
		return unsafe.Pointer(&s.outFloats[c.floats-1]), false
	}
	return unsafe.Pointer(&s.outX87[c.floats-1-outFloatReg]), true
}

// countX87 returns how many results are on the x87 stack.
func (p *plan) countX87() uintptr {
	n := 0
	for i := range p.out {
		if p.out[i].class == leafFloat {
			n++
		}
	}
	if p.place || p.demoted || n <= outFloatReg {
		return 0
	}
	return uintptr(n - outFloatReg)
}

// moveDemoted copies results between the frame and a struct of the leaves.
func (p *plan) moveDemoted(frame, leaves unsafe.Pointer, toFrame bool) {
	off := uintptr(0)
	for i := range p.out {
		l := &p.out[i]
		off = alignUp(off, uintptr(l.size))
		in, at := unsafe.Add(frame, l.off), unsafe.Add(leaves, off)
		if toFrame {
			storeLeaf(l, in, loadLeaf(l, at))
		} else {
			storeLeaf(l, at, loadLeaf(l, in))
		}
		off += uintptr(l.size)
	}
}

// ------------------------------------------------------------------- calls

// callWith loads the registers, calls and stores the results.
//
//go:noescape
//go:linkname callWith reflect.callState
func callWith(s *callState)

// reflectcall calls fn with the arguments of the frame and stores its results
// there. It is what Go's reflect knows as call.
//
// The state stays on the stack, where the collector takes each word for a
// pointer; the copies of large arguments may have their only other reference
// in words, which it does not look into.
//
//go:linkname reflectcall runtime.reflectcall
func reflectcall(frameType *rtype, fn, frame unsafe.Pointer, _, _, _ uint32, _ *abi.RegArgs) {
	p := planOfFrame(frameType)
	var demoted [maxLeaves]uintptr
	var s callState
	s.code, s.context, s.nx87 = *(*unsafe.Pointer)(fn), fn, p.countX87()
	words := make([]uintptr, len(p.in)+1)
	s.stack = unsafe.Pointer(&words[0])
	var copies []unsafe.Pointer
	var c cursor
	if p.place {
		*(*unsafe.Pointer)(c.place(&s, false)) = unsafe.Add(frame, p.outAt)
	} else if p.demoted {
		*(*unsafe.Pointer)(c.place(&s, false)) = unsafe.Pointer(&demoted)
	}
	for i := range p.in {
		l := &p.in[i]
		at := c.place(&s, l.class == leafFloat)
		if l.class == leafPlace {
			copied := unsafe_New(l.typ)
			copies = append(copies, copied)
			typedmemmove(l.typ, copied, unsafe.Add(frame, l.off))
			*(*uintptr)(at) = uintptr(copied)
			continue
		}
		*(*uint64)(at) = loadLeaf(l, unsafe.Add(frame, l.off))
	}
	s.nstack = uintptr(c.stack)
	callWith(&s)
	runtime.KeepAlive(copies)
	if p.demoted {
		p.moveDemoted(frame, unsafe.Pointer(&demoted), true)
	} else if !p.place {
		p.moveResults(&s, frame, true)
	}
}

// moveResults copies results between their registers and the frame.
func (p *plan) moveResults(s *callState, frame unsafe.Pointer, toFrame bool) {
	var c cursor
	for i := range p.out {
		l := &p.out[i]
		reg, x87 := c.outPlace(s, l)
		at := unsafe.Add(frame, l.off)
		narrow := x87 && l.size == 4 // the x87 stack holds float64s
		switch {
		case narrow && toFrame:
			*(*float32)(at) = float32(*(*float64)(reg))
		case narrow:
			*(*float64)(reg) = float64(*(*float32)(at))
		case toFrame:
			storeLeaf(l, at, *(*uint64)(reg))
		default:
			*(*uint64)(reg) = loadLeaf(l, at)
		}
	}
}

// frameOf makes the frame of a call of a func of type t that has arrived with
// the registers of s, and returns where its results go if they have a place.
func (p *plan) frameOf(t *funcType, s *callState) (frame, place unsafe.Pointer) {
	frameType, _, _ := funcLayout(t, nil)
	frame = unsafe_New(frameType)
	var c cursor
	if p.place || p.demoted {
		place = *(*unsafe.Pointer)(c.place(s, false))
	}
	for i := range p.in {
		l := &p.in[i]
		at := c.place(s, l.class == leafFloat)
		to := unsafe.Add(frame, l.off)
		if l.class == leafPlace {
			typedmemmove(l.typ, to, *(*unsafe.Pointer)(at))
		} else {
			storeLeaf(l, to, *(*uint64)(at))
		}
	}
	return frame, place
}

// finish hands the results in the frame to the caller.
func (p *plan) finish(s *callState, frame, place unsafe.Pointer) {
	switch {
	case p.place:
		off := p.outAt
		for _, t := range p.outTypes {
			off = alignUp(off, uintptr(t.align))
			typedmemmove(t, unsafe.Add(place, off-p.outAt), unsafe.Add(frame, off))
			off += t.size
		}
		s.outInts[0] = uintptr(place)
	case p.demoted:
		p.moveDemoted(frame, place, false)
		s.outInts[0] = uintptr(place)
	default:
		p.moveResults(s, frame, false)
		s.nx87 = p.countX87()
	}
}

// makeFuncCalled runs a function made by MakeFunc.
func makeFuncCalled(impl *makeFuncImpl, s *callState) {
	p := planOfSignature(impl.ftyp)
	frame, place := p.frameOf(impl.ftyp, s)
	valid := false
	callReflect(impl, frame, &valid, &abi.RegArgs{})
	p.finish(s, frame, place)
}

// methodValueCalled runs a method value made by Value.Method.
func methodValueCalled(m *methodValue, s *callState) {
	_, t, _ := methodReceiver("call", m.rcvr, m.method)
	p := planOfSignature(t)
	frame, place := p.frameOf(t, s)
	valid := false
	callMethod(m, frame, &valid, &abi.RegArgs{})
	p.finish(s, frame, place)
}
