package p

// 10 MB for a variable, 64 KB for what new, & and make allocate. Slice
// literals and boxes have no limit.

func sizes() int {
	var fits [10 << 20]byte
	var tooLarge [10<<20 + 1]byte
	a := new([64 << 10]byte)
	b := new([64<<10 + 1]byte)
	c := &[64<<10 + 1]byte{}
	d := []byte{1 << 20: 1}
	var e interface{} = [1 << 17]byte{}
	_ = e
	return len(fits) + len(tooLarge) + len(a) + len(b) + len(c) + len(d)
}

func parameter(big [11 << 20]byte) byte { return big[0] }
