package main

func sum() (n int) {
	var room [1 << 10]byte // stack
	for part := 0; part < 11<<10; part++ {
		for i := range room {
			room[i] = byte(i)
			n += int(room[i])
		}
	}
	return
}

func main() { println(sum()) }
