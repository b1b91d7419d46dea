// The processor's name, as `escargo test -bench` prints it.

package cpu

// brand is the name as the processor gives it: blanks in front, zeros behind.
//
//go:noescape
func brand(text *[48]byte)

// Name returns what the vendor calls the processor, "" if that is not known.
func Name() string {
	var text [48]byte
	brand(&text)
	from, to := 0, 0
	for to < len(text) && text[to] != 0 {
		to++
	}
	for from < to && text[from] == ' ' {
		from++
	}
	return string(text[from:to])
}
