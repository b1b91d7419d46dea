// Typegen writes a program of random type declarations that prints what gc
// makes of them, for types_diff.c to compare.
//
//	go run typegen.go DIR COUNT SEED
//
// DIR/types.go declares T0, T1, ... (defined types) and U0, U1, ... (aliases of
// unnamed ones); DIR/facts.go prints one line for each: name, size, alignment,
// pointer prefix, pointer mask, comparable or not, reflect's spelling, the
// exported method sets of T and *T, and where FieldByName finds F0 to F5.
package main

import (
	"bufio"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	fieldNames  = 6
	methodNames = 5
)

type kind int

const (
	other kind = iota
	structure
	iface
)

type generator struct {
	rnd        *rand.Rand
	kinds      []kind // of T0, T1, ...
	comparable []bool
}

var basics = strings.Fields("bool int int8 int16 int32 int64 uint uint8 uint16 uint32 " +
	"uint64 uintptr float32 float64 complex64 complex128 string byte rune " +
	"unsafe.Pointer error any")

// A type expression; `limit`: types below it may be used by value.
func (g *generator) expr(limit, depth int) string {
	n := g.rnd.Intn(16)
	if depth == 0 || n < 5 {
		if limit > 0 && g.rnd.Intn(2) == 0 {
			return "T" + strconv.Itoa(g.rnd.Intn(limit))
		}
		return basics[g.rnd.Intn(len(basics))]
	}
	all := len(g.kinds)
	switch n {
	case 5:
		return fmt.Sprintf("[%d]%s", g.rnd.Intn(4), g.expr(limit, depth-1))
	case 6, 7:
		return "[]" + g.expr(all, depth-1)
	case 8, 9:
		return "*" + g.expr(all, depth-1)
	case 10:
		return "map[" + basics[g.rnd.Intn(19)] + "]" + g.expr(all, depth-1)
	case 11:
		return [...]string{"chan ", "chan<- ", "<-chan "}[g.rnd.Intn(3)] + "(" +
			g.expr(all, depth-1) + ")"
	case 12:
		return "func" + g.signature(depth-1)
	case 13:
		return g.iface(depth - 1)
	}
	return g.structure(limit, depth-1, -1)
}

func (g *generator) signature(depth int) string {
	all, params := len(g.kinds), []string{}
	for i := g.rnd.Intn(3); i > 0; i-- {
		params = append(params, g.expr(all, depth))
	}
	if g.rnd.Intn(3) == 0 {
		params = append(params, "..."+g.expr(all, depth))
	}
	text := "(" + strings.Join(params, ", ") + ")"
	switch g.rnd.Intn(3) {
	case 0:
		text += " " + g.expr(all, depth)
	case 1:
		text += " (a " + g.expr(all, depth) + ", b " + g.expr(all, depth) + ")"
	}
	return text
}

func (g *generator) iface(depth int) string {
	var methods []string
	for _, i := range g.rnd.Perm(methodNames)[:g.rnd.Intn(3)] {
		methods = append(methods, fmt.Sprintf("M%d()", i))
	}
	if g.rnd.Intn(3) == 0 {
		methods = append(methods, "m"+g.signature(depth))
	}
	if g.rnd.Intn(4) == 0 {
		methods = append(methods, "error")
	}
	return "interface{ " + strings.Join(methods, "; ") + " }"
}

// A struct; self is the number of the type it defines, or -1.
func (g *generator) structure(limit, depth, self int) string {
	var fields []string
	embedded := map[int]bool{self: true}
	for _, i := range g.rnd.Perm(fieldNames)[:g.rnd.Intn(fieldNames)] {
		j := g.rnd.Intn(len(g.kinds))
		switch n := g.rnd.Intn(8); {
		case n < 2 && j < limit && g.kinds[j] != other && !embedded[j]:
			fields = append(fields, fmt.Sprintf("T%d", j))
			embedded[j] = true
		case n < 3 && g.kinds[j] == structure && !embedded[j]:
			fields = append(fields, fmt.Sprintf("*T%d", j))
			embedded[j] = true
		case n < 4:
			fields = append(fields, fmt.Sprintf("F%d %s `tag:\"%d\"`", i, g.expr(limit, depth), i))
		case n < 5:
			fields = append(fields, fmt.Sprintf("f%d %s", i, g.expr(limit, depth)))
		case n < 6:
			fields = append(fields, "_ "+g.expr(limit, 0))
		default:
			fields = append(fields, fmt.Sprintf("F%d %s", i, g.expr(limit, depth)))
		}
	}
	return "struct { " + strings.Join(fields, "; ") + " }"
}

func (g *generator) declare(w *bufio.Writer, i int) {
	switch g.kinds[i] {
	case structure:
		fmt.Fprintf(w, "type T%d %s\n", i, g.structure(i, 2, i))
		for _, m := range g.rnd.Perm(methodNames)[:g.rnd.Intn(4)] {
			star := [...]string{"", "*"}[g.rnd.Intn(2)]
			fmt.Fprintf(w, "func (%sT%d) M%d() {}\n", star, i, m)
		}
	case iface:
		fmt.Fprintf(w, "type T%d %s\n", i, g.iface(1))
	default:
		text := "[]*" + g.expr(len(g.kinds), 2)
		if g.rnd.Intn(2) == 0 {
			text = fmt.Sprintf("[%d]%s", g.rnd.Intn(5), g.expr(i, 2))
		}
		fmt.Fprintf(w, "type T%d %s\n", i, text)
	}
}

const facts = `
func mask(t reflect.Type, bytes uintptr) string {
	r := (*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1]
	kind := *(*uint8)(unsafe.Pointer(uintptr(r) + 23))
	if kind&(1<<6) != 0 || bytes == 0 {
		return "-"
	}
	data := *(*unsafe.Pointer)(unsafe.Pointer(uintptr(r) + 32))
	n := (bytes/8 + 7) / 8
	return fmt.Sprintf("%x", unsafe.Slice((*byte)(data), n))
}

func methods(t reflect.Type) string {
	s := ""
	for i := 0; i < t.NumMethod(); i++ {
		if n := t.Method(i).Name; n[0] == 'M' {
			s += n
		}
	}
	return s + "."
}

func fields(t reflect.Type) string {
	s := ""
	if t.Kind() == reflect.Struct {
		for _, n := range names {
			if f, ok := t.FieldByName(n); ok {
				s += fmt.Sprint(n, f.Index, f.Offset)
			}
		}
	}
	return s + "."
}

func show(name string, p any) {
	t := reflect.TypeOf(p).Elem()
	r := (*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1]
	ptrdata := (*[2]uintptr)(r)[1]
	fmt.Printf("%s\t%d\t%d\t%d\t%s\t%t\t%s\t%s\t%s\t%s\n", name, t.Size(), t.Align(),
		ptrdata, mask(t, ptrdata), t.Comparable(), t, methods(t), methods(reflect.TypeOf(p)),
		fields(t))
}
`

func create(dir, name string) (*bufio.Writer, func()) {
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		panic(err)
	}
	w := bufio.NewWriter(f)
	return w, func() { w.Flush(); f.Close() }
}

func main() {
	dir := os.Args[1]
	count, _ := strconv.Atoi(os.Args[2])
	seed, _ := strconv.ParseInt(os.Args[3], 10, 64)
	g := &generator{rnd: rand.New(rand.NewSource(seed)), kinds: make([]kind, count)}
	for i := range g.kinds {
		g.kinds[i] = kind([...]int{0, 1, 1, 1, 2}[g.rnd.Intn(5)])
	}
	types, close := create(dir, "types.go")
	fmt.Fprintf(types, "package main\n\nimport \"unsafe\"\n\nvar _ unsafe.Pointer\n")
	for i := range g.kinds {
		g.declare(types, i)
	}
	for i := range g.kinds {
		fmt.Fprintf(types, "type U%d = %s\n", i, g.expr(count, 3))
	}
	close()
	w, close := create(dir, "facts.go")
	defer close()
	fmt.Fprintf(w, "package main\n\nimport (\n\"fmt\"\n\"reflect\"\n\"unsafe\"\n)\n%s", facts)
	fmt.Fprintf(w, "var names = []string{\"F0\", \"F1\", \"F2\", \"F3\", \"F4\", \"F5\"}\n")
	fmt.Fprintf(w, "func main() {\n")
	for i := range g.kinds {
		fmt.Fprintf(w, "show(\"T%d\", (*T%d)(nil))\nshow(\"U%d\", (*U%d)(nil))\n", i, i, i, i)
	}
	fmt.Fprintf(w, "}\n")
}
