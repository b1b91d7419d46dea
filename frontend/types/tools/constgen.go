// Constgen writes random constant expressions together with what go/constant
// makes of them, for constant_diff.c to compare.
//
//	go run constgen.go COUNT SEED
//
// One line is one case, tab-separated: a program for a stack machine, then
// "=", then the kind of the result, its message text, its exact text, the bits
// of its float64 and float32 values, and its text after conversion to int.
package main

import (
	"bufio"
	"fmt"
	"go/constant"
	"go/token"
	"math"
	"math/rand"
	"os"
	"strconv"
	"strings"
)

type machine struct {
	rnd     *rand.Rand
	program []string
	stack   []constant.Value
}

func (m *machine) emit(word string)      { m.program = append(m.program, word) }
func (m *machine) push(v constant.Value) { m.stack = append(m.stack, v) }

func (m *machine) pop() constant.Value {
	v := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	return v
}

func (m *machine) digits(n int, alphabet string) string {
	var b strings.Builder
	for i := 0; i < n; i++ {
		b.WriteByte(alphabet[m.rnd.Intn(len(alphabet))])
	}
	return b.String()
}

func (m *machine) intText() string {
	lengths := []int{1, 2, 3, 9, 10, 18, 19, 20, 40, 150}
	n := lengths[m.rnd.Intn(len(lengths))]
	switch m.rnd.Intn(8) {
	case 0:
		return "0x" + m.digits(n, "0123456789abcdefABCDEF")
	case 1:
		return "0b" + m.digits(n, "01")
	case 2:
		return "0o" + m.digits(n, "01234567")
	case 3:
		return "0" + m.digits(n, "01234567")
	case 4:
		return "1" + m.digits(n, "0123456789") + "_" + m.digits(3, "0123456789")
	case 5:
		return [...]string{"9223372036854775807", "9223372036854775808",
			"18446744073709551615", "4294967296", "2147483648", "128", "0"}[m.rnd.Intn(7)]
	}
	return strconv.Itoa(1+m.rnd.Intn(9)) + m.digits(n-1, "0123456789")
}

func (m *machine) exponent() int {
	limits := []int{5, 20, 50, 320, 340, 1300, 3000, 200000, 600000000}
	e := m.rnd.Intn(limits[m.rnd.Intn(len(limits))])
	if m.rnd.Intn(2) == 0 {
		return -e
	}
	return e
}

func (m *machine) floatText() string {
	switch m.rnd.Intn(6) {
	case 0:
		return fmt.Sprintf("0x%s.%sp%d", m.digits(3, "123456789abcdef"),
			m.digits(1+m.rnd.Intn(30), "0123456789abcdef"), m.exponent())
	case 1:
		return m.digits(1+m.rnd.Intn(4), "0123456789") + "."
	case 2:
		return "." + m.digits(1+m.rnd.Intn(40), "0123456789")
	case 3: // near the limits of the machine formats
		return [...]string{"3.4028234663852886e38", "3.4028235677973366e38",
			"1.401298464324817e-45", "0.7006492321624085e-45", "0.7006492321624086e-45",
			"1.7976931348623157e308", "1.797693134862315808e308", "4.940656458412465e-324",
			"2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308",
			"1.1754942807573643e-38"}[m.rnd.Intn(12)]
	case 4:
		return m.digits(1+m.rnd.Intn(3), "0123456789") + "." +
			m.digits(1+m.rnd.Intn(200), "0123456789") + "e" + strconv.Itoa(m.exponent())
	}
	return m.digits(1+m.rnd.Intn(3), "0123456789") + "." +
		m.digits(1+m.rnd.Intn(9), "0123456789") + "e" + strconv.Itoa(m.exponent()/8)
}

func (m *machine) literal(tok token.Token, tag, text string) {
	v := constant.MakeFromLiteral(text, tok, 0)
	if v.Kind() == constant.Unknown {
		tok, tag, text = token.INT, "int", "7"
		v = constant.MakeInt64(7)
	}
	m.emit(tag + ":" + text)
	m.push(v)
}

func (m *machine) leaf(class int) {
	if m.rnd.Intn(4) == 0 && class > 0 {
		class = m.rnd.Intn(class)
	}
	switch class {
	case 0:
		if m.rnd.Intn(12) == 0 {
			m.literal(token.CHAR, "rune", [...]string{"'a'", `'\n'`, `'\x41'`, `'\''`,
				`'\u00e9'`, `'\U0001F600'`, "'世'", `'\377'`}[m.rnd.Intn(8)])
			return
		}
		m.literal(token.INT, "int", m.intText())
	case 1:
		m.literal(token.FLOAT, "float", m.floatText())
	default:
		text := m.floatText()
		if m.rnd.Intn(2) == 0 {
			text = strings.TrimLeft(m.intText(), "0_") // 08i is decimal
		}
		m.literal(token.IMAG, "imag", text+"i")
	}
}

func (m *machine) operators(x, y constant.Value) []string {
	ops := []string{"+", "-", "*"}
	if constant.Sign(y) != 0 {
		ops = append(ops, "/")
	}
	if x.Kind() == constant.Int && y.Kind() == constant.Int {
		ops = append(ops, "&", "|", "^", "&^")
		if constant.Sign(y) != 0 {
			ops = append(ops, "%", "//", "//")
		}
	}
	return ops
}

var tokens = map[string]token.Token{
	"+": token.ADD, "-": token.SUB, "*": token.MUL, "/": token.QUO,
	"//": token.QUO_ASSIGN, "%": token.REM, "&": token.AND, "|": token.OR,
	"^": token.XOR, "&^": token.AND_NOT, "==": token.EQL, "!=": token.NEQ,
	"<": token.LSS, "<=": token.LEQ, ">": token.GTR, ">=": token.GEQ,
}

// A complex divisor whose squares underflow has no quotient.
func divisible(y constant.Value) bool {
	re, im := constant.Real(y), constant.Imag(y)
	norm := constant.BinaryOp(constant.BinaryOp(re, token.MUL, re), token.ADD,
		constant.BinaryOp(im, token.MUL, im))
	return norm.Kind() != constant.Unknown && constant.Sign(norm) != 0
}

func (m *machine) binary(class, depth int) {
	m.expr(class, depth-1)
	m.expr(class, depth-1)
	y, x := m.pop(), m.pop()
	if x.Kind() == constant.Unknown || y.Kind() == constant.Unknown {
		m.emit("+")
		m.push(constant.MakeUnknown())
		return
	}
	ops := m.operators(x, y)
	op := ops[m.rnd.Intn(len(ops))]
	complex := x.Kind() == constant.Complex || y.Kind() == constant.Complex
	if op == "/" && complex && !divisible(y) {
		op = "*"
	}
	m.emit(op)
	m.push(constant.BinaryOp(x, tokens[op], y))
}

func (m *machine) shift(class, depth int) {
	m.expr(0, depth-1)
	x := constant.ToInt(m.pop())
	n := m.rnd.Intn([...]int{4, 64, 200, 1075}[m.rnd.Intn(4)])
	m.emit("toint")
	if m.rnd.Intn(2) == 0 && constant.BitLen(x) < 2000 {
		m.emit("<<" + strconv.Itoa(n))
		m.push(constant.Shift(x, token.SHL, uint(n)))
		return
	}
	m.emit(">>" + strconv.Itoa(n))
	m.push(constant.Shift(x, token.SHR, uint(n)))
}

func (m *machine) unary(class, depth int) {
	m.expr(class, depth-1)
	x := m.pop()
	switch {
	case x.Kind() == constant.Int && m.rnd.Intn(2) == 0:
		bits := [...]uint{0, 8, 16, 32, 64}[m.rnd.Intn(5)]
		m.emit("com" + strconv.Itoa(int(bits)))
		m.push(constant.UnaryOp(token.XOR, x, bits))
	default:
		m.emit("neg")
		m.push(constant.UnaryOp(token.SUB, x, 0))
	}
}

func round(x constant.Value, single bool) constant.Value {
	x = constant.ToFloat(x)
	if x.Kind() != constant.Float {
		return constant.MakeUnknown()
	}
	if single {
		f, _ := constant.Float32Val(x)
		return constant.MakeFloat64(float64(f))
	}
	f, _ := constant.Float64Val(x)
	return constant.MakeFloat64(f)
}

func inRange(x constant.Value, bits int, signed bool) bool {
	if x.Kind() != constant.Int {
		return false
	}
	if signed {
		i, ok := constant.Int64Val(x)
		return ok && i>>(bits-1) == i>>63
	}
	u, ok := constant.Uint64Val(x)
	return ok && (bits == 64 || u>>bits == 0)
}

func (m *machine) represent(class, depth int) {
	m.expr(class, depth-1)
	x := m.pop()
	switch m.rnd.Intn(4) {
	case 0:
		m.emit("as:float32")
		m.push(round(x, true))
	case 1:
		m.emit("as:float64")
		m.push(round(x, false))
	case 2:
		m.emit("tofloat")
		m.push(constant.ToFloat(x))
	default:
		bits := [...]int{8, 16, 32, 64}[m.rnd.Intn(4)]
		signed := m.rnd.Intn(2) == 0
		name := fmt.Sprintf("as:uint%d", bits)
		if signed {
			name = name[:3] + name[4:]
		}
		m.emit(name)
		if x = constant.ToInt(x); !inRange(x, bits, signed) {
			x = constant.MakeUnknown()
		}
		m.push(x)
	}
}

func (m *machine) expr(class, depth int) {
	switch n := m.rnd.Intn(10); {
	case depth == 0:
		m.leaf(class)
	case n < 6:
		m.binary(class, depth)
	case n < 7:
		m.shift(class, depth)
	case n < 8:
		m.unary(class, depth)
	case n < 9:
		m.represent(class, depth)
	default:
		m.leaf(class)
	}
}

func (m *machine) comparison(class, depth int) {
	m.expr(class, depth)
	m.expr(class, depth)
	y, x := m.pop(), m.pop()
	ops := []string{"==", "!="}
	if x.Kind() != constant.Complex && y.Kind() != constant.Complex {
		ops = append(ops, "<", "<=", ">", ">=")
	}
	op := ops[m.rnd.Intn(len(ops))]
	m.emit(op)
	m.push(constant.MakeBool(constant.Compare(x, tokens[op], y)))
}

func (m *machine) strings() {
	pieces := []string{`""`, `"a"`, `"\t\x00\xff"`, "`raw\\n`", `"\u00e9世\U0001F600"`,
		`"a rather long piece of text, for cutting"`, `"\a\b\f\r\v\\\""`, `"\101\377"`}
	n := 1 + m.rnd.Intn(6)
	for i := 0; i < n; i++ {
		text := pieces[m.rnd.Intn(len(pieces))]
		m.literal(token.STRING, "string", text)
		if i > 0 {
			y, x := m.pop(), m.pop()
			m.emit("+")
			m.push(constant.BinaryOp(x, token.ADD, y))
		}
	}
}

func report(w *bufio.Writer, program []string, v constant.Value) {
	f64, f32, toInt := uint64(0), uint32(0), "-"
	switch v.Kind() {
	case constant.Int, constant.Float:
		d, _ := constant.Float64Val(v)
		f, _ := constant.Float32Val(v)
		f64, f32 = math.Float64bits(d+0), math.Float32bits(f+0)
		fallthrough
	case constant.Complex:
		toInt = constant.ToInt(v).ExactString()
	}
	fmt.Fprintf(w, "%s\t=\t%d\t%s\t%s\t%016x\t%08x\t%s\n", strings.Join(program, "\t"),
		v.Kind(), v, v.ExactString(), f64, f32, toInt)
}

func main() {
	count, _ := strconv.Atoi(os.Args[1])
	seed, _ := strconv.ParseInt(os.Args[2], 10, 64)
	w := bufio.NewWriterSize(os.Stdout, 1<<16)
	defer w.Flush()
	rnd := rand.New(rand.NewSource(seed))
	for i := 0; i < count; i++ {
		m := &machine{rnd: rnd}
		class, depth := rnd.Intn(3), rnd.Intn(4)
		switch n := rnd.Intn(20); {
		case n < 3:
			m.comparison(class, depth)
		case n < 4:
			m.strings()
		default:
			m.expr(class, depth)
		}
		report(w, m.program, m.stack[0])
	}
}
