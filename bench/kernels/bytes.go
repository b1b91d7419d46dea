package main

// Counts words and hashes them, byte by byte.
func scan(text []byte) (words int, hash uint32) {
	inWord := false
	h := uint32(2166136261)
	for _, b := range text {
		letter := b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
		if letter {
			h = (h ^ uint32(b|0x20)) * 16777619
			inWord = true
		} else if inWord {
			words++
			hash += h
			h = 2166136261
			inWord = false
		}
	}
	return words, hash
}

func main() {
	text := make([]byte, 1<<20)
	seed := uint32(1)
	for i := range text {
		seed = seed*1664525 + 1013904223
		text[i] = " abcdefghijklmno"[seed>>28]
	}
	words, hash := 0, uint32(0)
	for round := 0; round < 200; round++ {
		w, h := scan(text)
		words += w
		hash += h
		text[round] ^= 1
	}
	println(words, hash)
}
