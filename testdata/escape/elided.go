package p

// Checks that are elided: what append adds is copied first, so that only the
// type of an index is left; a pair of assignments has an order of its own.

const hex = "0123456789abcdef"

func digits(buf []byte, i, j byte) []byte {
	var c [256]byte
	var d [16]byte
	var e [16][16]byte
	buf = append(buf, hex[i>>4])
	x := hex[i&0xF]
	buf = append(buf, c[i], c[i>>4], d[i>>4], e[i>>4][j>>4], e[i&3][j], hex[i>>4]+1)
	var all []interface{}
	all = append(all, d[i>>4])
	buf = append(buf, d[:][i>>4])
	d[i>>4], d[j>>4] = d[j>>4], d[i>>4]
	d[i>>4]++
	e[i>>4][j>>4] += x
	p := &e
	return append(buf, p[i&3][j&3], byte(len(all)))
}
