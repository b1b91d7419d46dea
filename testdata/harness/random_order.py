#!/usr/bin/env python3
"""Random statements whose result depends on the order of evaluation.

usage: random_order.py [-n PROGRAMS] [-s SEED] [-O LEVELS] [-b ESCARGO] [-g GO]

Calls log their names and change the variables that the rest of the statement
reads; some operands panic. After each statement the log and all variables are
printed. gc's output is the truth. A program that differs is kept in the
current folder.
"""

import random

import random_exprs

HEAD = """package main

type T struct {
	x, y int
	a    [4]int
}

func (t T) val(n int) int  { logged("v"); return t.x + n }
func (t *T) ptr(n int) int { logged("p"); t.y += n; return t.x }

type I interface{ val(int) int }

var (
	g0, g1, g2 int
	s          []int
	a          [4]int
	m          map[int]int
	t          T
	p          *T
	i          I
	e          interface{}
	f          func(int) int
	str        string
	log        string
	zero       int
)

func logged(w string) { log += w }

func reset() {
	g0, g1, g2 = 1, 2, 3
	s = []int{10, 11, 12, 13}
	a = [4]int{20, 21, 22, 23}
	m = map[int]int{0: 30, 1: 31}
	t = T{40, 41, [4]int{1, 2, 3, 4}}
	p = &T{50, 51, [4]int{5, 6, 7, 8}}
	i = T{x: 60}
	e = 70
	f = func(n int) int { logged("f"); return n + 80 }
	str = "abcd"
	log = ""
}

// mut changes what its argument says and returns it.
func mut(n int) int {
	logged("m")
	switch n & 15 {
	case 0:
		g0 += 100
	case 1:
		g1, g2 = g2, g1
	case 2:
		s = []int{110, 111, 112, 113, 114}
	case 3:
		s[1]++
	case 4:
		a[2] += 100
	case 5:
		m = map[int]int{2: 130}
	case 6:
		m[1] = 131
	case 7:
		t.x, t.a[1] = 140, 141
	case 8:
		p = &T{150, 151, [4]int{}}
	case 9:
		p.x += 100
	case 10:
		i = T{x: 160}
	case 11:
		e = 170
	case 12:
		f = func(n int) int { logged("F"); return n + 180 }
	case 13:
		str = "xyz"
	case 14:
		s = s[:2]
	case 15:
		p = nil
	}
	return n
}

func two(n int) (int, int) { logged("2"); return n, mut(n) }
func join(xs ...int) (r int) {
	logged("j")
	for _, x := range xs {
		r = r*3 + x
	}
	return
}
func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
func any2i(xs ...interface{}) (r int) {
	for _, x := range xs {
		switch x := x.(type) {
		case int:
			r = r*3 + x
		case T:
			r = r*3 + x.x + x.a[1]
		case bool:
			r = r*3 + b2i(x)
		case string:
			r = r*3 + len(x) + int(x[0])
		case []int:
			r = r*3 + len(x)
		}
	}
	return
}

func caught(name string) {
	x := recover()
	print(name, " ", log, ": ")
	if err, ok := x.(error); ok {
		print(err.Error(), " ")
	}
	print(g0, " ", g1, " ", g2, " ")
	for _, v := range s {
		print(v, ",")
	}
	for _, v := range a {
		print(v, ",")
	}
	print(len(m), " ", m[0], " ", m[1], " ", m[2], " ", t.x, " ", t.y, " ")
	print(t.a[1], " ", str, " ")
	if p != nil {
		print(p.x, " ", p.y, " ", p.a[0])
	}
	println()
}
"""


class Generator:
    def __init__(self, rng):
        self.rng = rng

    def expr(self, d):
        r = self.rng
        leaf = ["g0", "g1", "g2", "l0", "l1", "k0", "k1", "t.x", "p.x", "t.y",
                "*q", "len(s)", "len(str)", str(r.randrange(16))]
        if d <= 0:
            return r.choice(leaf)
        e = lambda: self.expr(d - r.choice([1, 1, 2]))
        forms = [
            lambda: r.choice(leaf),
            lambda: f"({e()} {r.choice(['+', '-', '^', '*'])} {e()})",
            lambda: f"({e()} + {e()})",
            lambda: f"mut({e()})", lambda: f"mut({r.randrange(16)})",
            lambda: f"mut({r.randrange(16)})",
            lambda: f"loc({e()})",
            lambda: f"s[{e()}&3]", lambda: f"a[{e()}&3]",
            lambda: f"la[{e()}&3]",
            lambda: f"m[{e()}&3]", lambda: f"t.a[{e()}&3]",
            lambda: f"p.a[{e()}&3]",
            lambda: f"join({e()}, {e()})",
            lambda: f"join({e()}, {e()}, {e()})",
            lambda: f"join(two({e()}))",
            lambda: f"t.val({e()})", lambda: f"p.ptr({e()})",
            lambda: f"i.val({e()})", lambda: f"f({e()})",
            lambda: f"p.val({e()})",
            lambda: "e.(int)",
            lambda: f"b2i({self.cond(d - 1)})",
            lambda: f"({e()} / (zero + {e()}&1))",
            lambda: f"len(s[{e()}&3:])",
            lambda: f"cap(append(s, {e()}))*0+append(s[:1], {e()})[1]",
            lambda: f"int(str[{e()}&3])",
            lambda: f"len(str + string(rune({e()}&127)))",
            lambda: f"T{{{e()}, {e()}, a}}.x",
            lambda: f"[]int{{{e()}, {e()}}}[{e()}&1]",
            lambda: f"(&T{{x: {e()}, y: {e()}}}).y",
            lambda: f"any2i({self.any(d - 1)}, {self.any(d - 1)})",
            lambda: f"func(n int) int {{ return n + {e()} }}({e()})",
            lambda: f"map[int]int{{{e()}&7: {e()}, 9: {e()}}}[9]",
            lambda: f"copy(s, []int{{{e()}}})",
        ]
        return r.choice(forms)()

    def any(self, d):
        r = self.rng
        return r.choice([lambda: self.expr(d), lambda: self.cond(d),
                         lambda: r.choice(["t", "*p", "str", "s", "s[1:]",
                                           "str[1:]", "lt", "a == la",
                                           "t == *p"])])()

    def cond(self, d):
        r = self.rng
        e = lambda: self.expr(d - 1)
        return r.choice([
            lambda: f"{e()} < {e()}", lambda: f"{e()} == {e()}",
            lambda: f"({self.cond(d - 1) if d > 0 else 'g0 > 1'} && "
                    f"{e()} > {e()})",
            lambda: f"({e()} > {e()} || {e()} < {e()})",
            lambda: f"str == string(rune({e()}&127))",
            lambda: f"e == {e()}", lambda: "i != nil",
        ])()

    def left(self):
        r = self.rng
        e = lambda: self.expr(2)
        return r.choice([
            lambda: r.choice(["g0", "g1", "l0", "l1", "k0", "t.x", "p.y",
                              "*q", "_"]),
            lambda: f"s[{e()}&3]", lambda: f"a[{e()}&3]",
            lambda: f"m[{e()}&3]", lambda: f"la[{e()}&3]",
            lambda: f"t.a[{e()}&3]", lambda: f"p.a[{e()}&3]",
        ])()

    def statement(self):
        r = self.rng
        kind = r.random()
        if kind < 0.3:
            return f"{self.left()} = {self.expr(4)}"
        if kind < 0.45:
            left = self.left()
            while left == "_":
                left = self.left()
            op = r.choice(["+", "-", "*", "^", "/", "%", "<<"])
            right = self.expr(3)
            if op in "/%":
                right = f"zero + {right}&1"
            return f"{left} {op}= {right}"
        if kind < 0.75:
            return f"{self.left()}, {self.left()} = " \
                   f"{self.expr(3)}, {self.expr(3)}"
        if kind < 0.85:
            return f"{self.left()}, {self.left()} = two({self.expr(3)})"
        if kind < 0.92:
            return f"if ({self.cond(3)}) {{\n\t\tg2 = {self.expr(2)}\n\t}}"
        return f"g0 = any2i({self.any(3)}, {self.any(3)}, {self.any(2)})"

    def program(self, functions):
        out = [HEAD]
        for n in range(functions):
            out.append(f"""func f{n}() {{
	reset()
	defer caught("{n}")
	l0, l1, la, lt := 5, 6, [4]int{{7, 8, 9, 10}}, T{{x: 3}}
	loc := func(n int) int {{ logged("l"); l0 += n; la[n&3]++; lt.x++; return l0 }}
	k0, k1 := 11, 12
	q := &l1
	_, _, _, _, _, _ = k0, k1, la, lt, loc, q
	{self.statement()}
	print(l0, " ", l1, " ", k0, " ", la[0], la[1], la[2], la[3], " ")
}}
""")
        out.append("func main() {")
        out += [f"\tf{n}()" for n in range(functions)]
        out.append("}")
        return "\n".join(out) + "\n"


if __name__ == "__main__":
    random_exprs.main(Generator, 120, __doc__)
