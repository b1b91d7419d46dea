package p

// Nodes that print otherwise than they are written.

type bytes []byte
type char byte
type secret interface{ hidden(int) int }

func (char) hidden(i int) int { return i }

func convert(s string, b []char, c chan *int) {
	_ = string(b)
	_ = []rune("constant")
	_ = []rune("")
	_ = []byte("constant")
	_ = []rune(s)
	_ = interface{ hidden(int) int }(char(1))
	_ = *(<-make(chan *int)) + len(string(b)+s)
	_ = make([]int, *(<-c))
}

func (*secrets) _() {}

type secrets struct{ secret }

func constants(x uint64, c chan bool) uint64 {
	c <- true || false
	if false {
		_ = func() *int { return new(int) }
	}
	return x<<5&(0xfff<<5) - (3 + 4)
}

func compare(i interface{}, s secret, c chan int) bool {
	return i == s || c == (<-chan int)(nil)
}

func declarations(p *int) *int {
	var a, b = p, 2
	var c, d *int = p, &b
	const k = 3
	if e := k; a == c {
		return d
	} else if b++; b > e {
		return nil
	}
	switch v := interface{}(a).(type) {
	case *int, nil:
		println(v)
	}
	return a
}

type value struct{ p *int }

func (v value) get() *int { return v.p }

type outer struct{ *value }

func expressions(v *value, o outer) {
	x := 1
	_ = (*value).get(&value{&x})
	_ = outer.get(outer{v})
	_ = (*outer).get(&o)
	f := value.get
	_ = f(value{&x})
}
