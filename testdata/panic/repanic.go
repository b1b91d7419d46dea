package main

func main() {
	defer func() {
		r := recover()
		panic("re:" + r.(string))
	}()
	panic("first")
}

// Stderr:
// panic: first [recovered]
// 	panic: re:first
//
// goroutine 1 [running]:
// ...
