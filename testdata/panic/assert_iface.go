package main

type I interface{ M() }
type T struct{}

func (T) M() {}

type P struct{}

func (*P) M() {}

func main() {
	var i I = T{}
	_ = i.(*P)
}

// Exit: 2

// Stderr:
// panic: interface conversion: main.I is main.T, not *main.P
//
// goroutine 1 [running]:
// main.main()
// 	/tmp/wk/codegenb/testdata/panic/assert_iface.go:14 +0x2e
