package runtime

import "unsafe"

// For package reflect: what takes or returns slices.

// selectCase is reflect's runtimeSelect.
type selectCase struct {
	dir int // 1 send, 2 receive, 3 default
	typ unsafe.Pointer
	ch  unsafe.Pointer
	val unsafe.Pointer // what to send, or where to receive
}

// scase is RtScase of the runtime's abi.h.
type scase struct {
	ch, elem unsafe.Pointer
}

// selectgo is the one that select statements call: sends first, then
// receives; scratch has two words of 16 bits for each case.
func selectgo(cases *scase, scratch *uint16, sends, receives int, block bool) (int, bool)

// reflectSelect does what a select statement with these cases would do.
//
//go:linkname reflectSelect reflect.rselect
func reflectSelect(list []selectCase) (chosen int, received bool) {
	cases := make([]scase, 0, len(list)+1)
	from := make([]int, 0, len(list)+1) // index in list
	sends, fallback := 0, -1
	for _, dir := range [...]int{1, 2} {
		for i, c := range list {
			if c.dir == dir {
				cases = append(cases, scase{c.ch, c.val})
				from = append(from, i)
			} else if c.dir == 3 {
				fallback = i
			}
		}
		if dir == 1 {
			sends = len(cases)
		}
	}
	scratch := make([]uint16, 2*len(cases)+1)
	chosen, received = selectgo(&cases[:1][0], &scratch[0], sends, len(cases)-sends, fallback < 0)
	if chosen < 0 {
		return fallback, false
	}
	return from[chosen], received
}

// typeLinks stores where the table of the program's unnamed types begins, and
// returns how many there are. They are sorted by their strings.
func typeLinks(first *unsafe.Pointer) int

// reflectTypelinks lists the descriptors of the program's unnamed types, as
// offsets from a section's start, ordered by their strings.
//
//go:linkname reflectTypelinks reflect.typelinks
func reflectTypelinks() (sections []unsafe.Pointer, offsets [][]int32) {
	base := imageStart()
	if linkOffsets == nil {
		var first unsafe.Pointer
		n := typeLinks(&first)
		list := make([]int32, n)
		for i, t := range unsafe.Slice((*uintptr)(first), n) {
			list[i] = int32(t - uintptr(base))
		}
		linkOffsets = list
	}
	return []unsafe.Pointer{base}, [][]int32{linkOffsets}
}

var linkOffsets []int32 // what reflectTypelinks found

func imageStart() unsafe.Pointer

// objectMask returns how many words the heap's object at p has, and writes 1
// to mask for those that the collector follows.
//
//go:noescape
func objectMask(p unsafe.Pointer, mask *byte) int

// reflectGCBits is for the tests of reflect: which words of the object that x
// points to are pointers, a byte each, without the scalars at the end.
//
//go:linkname reflectGCBits reflect.gcbits
func reflectGCBits(x any) []byte {
	p := (*[2]unsafe.Pointer)(unsafe.Pointer(&x))[1]
	mask := make([]byte, objectMask(p, nil))
	if len(mask) > 0 {
		objectMask(p, &mask[0])
	}
	for len(mask) > 0 && mask[len(mask)-1] == 0 {
		mask = mask[:len(mask)-1]
	}
	return mask
}
