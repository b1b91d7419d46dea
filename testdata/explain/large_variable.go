package main

func sum() (n int) {
	var room [11 << 20]byte // heap
	for i := range room {
		room[i] = byte(i)
		n += int(room[i])
	}
	return
}

func main() { println(sum()) }
