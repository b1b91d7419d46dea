package bytealg

func Count(b []byte, c byte) int
func CountString(s string, c byte) int
