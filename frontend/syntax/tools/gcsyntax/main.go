// Gcsyntax runs gc's own parser and prints what syntax_check prints, so that
// the two can be compared byte for byte:
//
//	gcsyntax errors FILES...   messages, as `go tool compile -e` filters them
//	gcsyntax dump FILES...     the trees of files without errors
//	gcsyntax accept FILES...   "1 FILE" or "0 FILE"
//	gcsyntax bench FILES...    lines a second, files in memory
//	gcsyntax golden FILE       FILE, a list of cases, with gc's answers
//	gcsyntax mutate N SEED DIR FILES...
//	                           N files in DIR, each with one token broken
//
// FILES may be @LIST, a file that lists files. compare.sh builds it against a
// copy of cmd/compile/internal/syntax of the installed Go.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"go/scanner"
	"go/token"
	"math/rand"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"

	"gcsyntax/syntax"
)

var out = bufio.NewWriterSize(os.Stdout, 1<<20)

// A message as it was emitted.
type message struct {
	pos  syntax.Pos
	text string
}

func line(p syntax.Pos) uint { return p.Line() }

// keep applies the filters of cmd/compile/internal/base: one syntax error a
// line, no repeated message on a line; then sorts.
func keep(all []message) []message {
	var kept []message
	var lastSyntax, lastOther uint
	lastText := ""
	for _, m := range all {
		if strings.HasPrefix(m.text, "syntax error") {
			if line(m.pos) == lastSyntax {
				continue
			}
			lastSyntax = line(m.pos)
		} else {
			if line(m.pos) == lastOther && m.text == lastText {
				continue
			}
			lastOther, lastText = line(m.pos), m.text
		}
		kept = append(kept, m)
	}
	sort.SliceStable(kept, func(i, j int) bool {
		a, b := kept[i].pos, kept[j].pos
		return a.Line() < b.Line() || a.Line() == b.Line() && a.Col() < b.Col()
	})
	var unique []message
	for i, m := range kept {
		if i == 0 || m != kept[i-1] {
			unique = append(unique, m)
		}
	}
	return unique
}

// place prints a position after //line directives, as messages do.
func place(p syntax.Pos) string {
	s := fmt.Sprintf("%s:%d", p.RelFilename(), p.RelLine())
	if c := p.RelCol(); c > 0 && c < 255 {
		s += fmt.Sprintf(":%d", c)
	}
	return s
}

func parse(name string) (*syntax.File, []message) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, nil
	}
	return parseText(name, text)
}

func parseText(name string, text []byte) (*syntax.File, []message) {
	var all []message
	handler := func(err error) {
		e := err.(syntax.Error)
		all = append(all, message{e.Pos, e.Msg})
	}
	base := syntax.NewFileBase(name)
	pragmas := func(pos syntax.Pos, blank bool, text string, old syntax.Pragma) syntax.Pragma {
		return directive(handler, pos, blank, text, old)
	}
	file, _ := syntax.Parse(base, bytes.NewReader(text), handler, pragmas, syntax.CheckBranches)
	if file == nil && all == nil {
		return nil, nil
	}
	return file, all
}

// The directives that must stand before a declaration.
var verbs = map[string]bool{
	"go:build": true, "go:noescape": true, "go:norace": true, "go:nosplit": true,
	"go:noinline": true, "go:nocheckptr": true, "go:systemstack": true,
	"go:nowritebarrier": true, "go:nowritebarrierrec": true,
	"go:yeswritebarrierrec": true, "go:cgo_unsafe_args": true,
	"go:uintptrkeepalive": true, "go:uintptrescapes": true,
	"go:registerparams": true, "go:notinheap": true,
}

// directive follows cmd/compile/internal/noder: it collects the directives
// that wait for a declaration and, told that none came (no text), complains.
func directive(report func(error), pos syntax.Pos, blank bool, text string, old syntax.Pragma) syntax.Pragma {
	waiting, _ := old.([]syntax.Error)
	misplaced := syntax.Error{Pos: pos, Msg: "misplaced compiler directive"}
	if text == "" {
		for _, e := range waiting {
			report(e)
		}
		return nil
	}
	verb := strings.Fields(text)[0]
	switch {
	case !blank:
		report(misplaced)
	case verb == "go:embed":
		misplaced.Msg = "misplaced go:embed directive"
		waiting = append(waiting, misplaced)
	case verbs[verb]:
		waiting = append(waiting, misplaced)
	}
	return waiting
}

// expand replaces a lone @LIST by the files listed.
func expand(names []string) []string {
	if len(names) == 1 && names[0][0] == '@' {
		list, _ := os.ReadFile(names[0][1:])
		return strings.Fields(string(list))
	}
	return names
}

// maxMutated bounds the files that mutate takes: short ones are quicker to
// parse and their errors easier to understand.
const maxMutated = 4000

// mutate writes copies of random files, with a token deleted, doubled,
// swapped with the next, replaced or inserted.
func mutate(args []string) {
	n, _ := strconv.Atoi(args[0])
	seed, _ := strconv.ParseInt(args[1], 10, 64)
	dir, names := args[2], expand(args[3:])
	rnd := rand.New(rand.NewSource(seed))
	for i := 0; i < n; {
		text, err := os.ReadFile(names[rnd.Intn(len(names))])
		if err != nil || len(text) > maxMutated {
			continue
		}
		tokens := split(text)
		if len(tokens) < 5 {
			continue
		}
		name := fmt.Sprintf("%s/%d.go", dir, i)
		os.WriteFile(name, []byte(strings.Join(breakOne(rnd, tokens), "")), 0o666)
		i++
	}
}

// split cuts a text into pieces that each begin with a token.
func split(text []byte) []string {
	var s scanner.Scanner
	set := token.NewFileSet()
	file := set.AddFile("", -1, len(text))
	s.Init(file, text, func(token.Position, string) {}, 0)
	var pieces []string
	last := 0
	for {
		pos, tok, _ := s.Scan()
		if tok == token.EOF {
			return append(pieces, string(text[last:]))
		}
		if at := file.Offset(pos); at > last {
			pieces = append(pieces, string(text[last:at]))
			last = at
		}
	}
}

func breakOne(rnd *rand.Rand, tokens []string) []string {
	i := 1 + rnd.Intn(len(tokens)-2)
	other := tokens[rnd.Intn(len(tokens))]
	head, tail := tokens[:i:i], tokens[i+1:]
	switch rnd.Intn(5) {
	case 0:
		return append(head, tail...)
	case 1:
		return append(append(head, tokens[i], tokens[i]), tail...)
	case 2:
		return append(append(head, tokens[i+1], tokens[i]), tail[1:]...)
	case 3:
		return append(append(head, other), tail...)
	default:
		return append(append(head, other, tokens[i]), tail...)
	}
}

func bench(names []string) {
	var texts [][]byte
	lines := 0
	for _, n := range names {
		if text, err := os.ReadFile(n); err == nil {
			texts = append(texts, text)
			lines += bytes.Count(text, []byte("\n"))
		}
	}
	start := time.Now()
	for _, t := range texts {
		syntax.Parse(syntax.NewFileBase("x.go"), bytes.NewReader(t), func(error) {}, nil, syntax.CheckBranches)
	}
	d := time.Since(start).Seconds()
	fmt.Fprintf(out, "gc: %d lines: %.3f s, %.2f Mlines/s\n", lines, d, float64(lines)/d/1e6)
}

func main() {
	defer out.Flush()
	names := expand(os.Args[2:])
	if os.Args[1] == "bench" {
		bench(names)
		return
	}
	if os.Args[1] == "mutate" {
		mutate(os.Args[2:])
		return
	}
	if os.Args[1] == "golden" {
		golden(names[0])
		return
	}
	for _, n := range names {
		file, all := parse(n)
		if file == nil && all == nil {
			continue
		}
		switch os.Args[1] {
		case "errors":
			for _, m := range keep(all) {
				fmt.Fprintf(out, "%s: %s\n", place(m.pos), m.text)
			}
		case "accept":
			fmt.Fprintf(out, "%d %s\n", btoi(len(all) == 0), n)
		case "dump":
			if len(all) == 0 {
				fmt.Fprintf(out, "FILE %s\n", n)
				d := dumper{}
				d.file(file)
			}
		}
	}
}

// golden prints a file of cases (see testdata) with what gc says to each: its
// messages, or else the tree. It fails if that is not what the file says.
func golden(name string) {
	text, err := os.ReadFile(name)
	if err != nil {
		panic(err)
	}
	parts := strings.Split(string(text), "\n=== ")
	fmt.Fprintf(out, "%s\n", parts[0])
	for _, part := range parts[1:] {
		i := strings.Index(part, "\n")
		title, source := part[:i], part[i+1:]
		if i := strings.Index(source, "--- \n"); i >= 0 {
			source = source[:i]
		} else {
			source = strings.TrimSuffix(source, "\n") + "\n"
		}
		fmt.Fprintf(out, "=== %s\n%s--- \n", title, source)
		answer(title, source)
	}
}

// answer parses a case's source.
func answer(title, source string) {
	switch {
	case strings.HasSuffix(title, "(body)"):
		source = "package p; func _() {\n" + source + "}\n"
	case !strings.HasSuffix(title, "(file)"):
		source = "package p; " + source
	}
	file, all := parseText("x.go", []byte(source))
	for _, m := range keep(all) {
		fmt.Fprintf(out, "%s: %s\n", place(m.pos), m.text)
	}
	if len(all) == 0 {
		d := dumper{}
		d.file(file)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// dumper prints trees in the form of ast_dump.c.
type dumper struct{ indent int }

func at(p syntax.Pos) string { return fmt.Sprintf("%d:%d", p.Line(), p.Col()) }

func (d *dumper) begin(tag, label string, p syntax.Pos, facts ...string) {
	fmt.Fprintf(out, "%*s%s: %s @%s", 2*d.indent, "", tag, label, at(p))
	for _, f := range facts {
		if f != "" {
			out.WriteString(" " + f)
		}
	}
	out.WriteByte('\n')
	d.indent++
}

func (d *dumper) end() { d.indent-- }

func named(n *syntax.Name) string {
	if n == nil {
		return ""
	}
	return n.Value + "@" + at(n.Pos())
}

func closing(p syntax.Pos) string { return "}@" + at(p) }

func when(b bool, s string) string {
	if b {
		return s
	}
	return ""
}

func (d *dumper) file(f *syntax.File) {
	fmt.Fprintf(out, "file: package @%s %s %s\n", at(f.PkgName.Pos()), f.PkgName.Value, closing(f.EOF))
	d.indent++
	for _, x := range f.DeclList {
		d.decl("decl", x)
	}
	d.indent--
}

func (d *dumper) exprs(tag string, list []syntax.Expr) {
	for _, x := range list {
		d.expr(tag, x)
	}
}

func (d *dumper) stmts(tag string, list []syntax.Stmt) {
	for _, s := range list {
		d.stmt(tag, s)
	}
}

func (d *dumper) fields(tag string, list []*syntax.Field, tags []*syntax.BasicLit) {
	for i, f := range list {
		shared := i > 0 && f.Type == list[i-1].Type
		d.begin(tag, "field", f.Pos(), named(f.Name), when(shared, "shared"))
		if !shared {
			d.expr("type", f.Type)
		}
		if i < len(tags) && tags[i] != nil {
			d.expr("tag", tags[i])
		}
		d.end()
	}
}

func (d *dumper) decl(tag string, x syntax.Decl) {
	switch x := x.(type) {
	case *syntax.ImportDecl:
		d.begin(tag, "import", x.Pos(), named(x.LocalPkgName), when(x.Group != nil, "grouped"))
		d.expr("path", x.Path)
	case *syntax.ConstDecl:
		d.begin(tag, "const", x.Pos(), when(x.Group != nil, "grouped"))
		d.value(x.NameList, x.Type, x.Values)
	case *syntax.VarDecl:
		d.begin(tag, "var", x.Pos(), when(x.Group != nil, "grouped"))
		d.value(x.NameList, x.Type, x.Values)
	case *syntax.TypeDecl:
		d.begin(tag, "type", x.Pos(), named(x.Name), when(x.Group != nil, "grouped"), when(x.Alias, "alias"))
		d.fields("tparams", x.TParamList, nil)
		d.expr("type", x.Type)
	case *syntax.FuncDecl:
		d.begin(tag, "func", x.Pos(), named(x.Name))
		if x.Recv != nil {
			d.fields("recv", []*syntax.Field{x.Recv}, nil)
		}
		d.fields("tparams", x.TParamList, nil)
		d.expr("type", x.Type)
		if x.Body != nil {
			d.stmt("body", x.Body)
		}
	}
	d.end()
}

func (d *dumper) value(names []*syntax.Name, typ, values syntax.Expr) {
	for _, n := range names {
		d.expr("names", n)
	}
	d.expr("type", typ)
	d.expr("values", values)
}

var litKinds = []string{"int", "float", "imaginary", "rune", "string"}

// quote is %q of the bytes, each invalid one as \x..
func quote(s string) string { return strconv.Quote(s) }

// pair prints the kinds that hold one or two operands.
func (d *dumper) pair(tag, label string, p syntax.Pos, fact string, x, y syntax.Expr) {
	d.begin(tag, label, p, fact)
	d.expr("x", x)
	d.expr("y", y)
	d.end()
}

func (d *dumper) expr(tag string, x syntax.Expr) {
	switch x := x.(type) {
	case nil:
		return
	case *syntax.Name:
		d.begin(tag, "name", x.Pos(), x.Value)
	case *syntax.BasicLit:
		if x == nil {
			return
		}
		d.begin(tag, "literal", x.Pos(), litKinds[x.Kind], quote(x.Value))
	case *syntax.CompositeLit:
		d.begin(tag, "composite literal", x.Pos(), closing(x.Rbrace))
		d.expr("type", x.Type)
		d.exprs("elems", x.ElemList)
	case *syntax.KeyValueExpr:
		d.pair(tag, "key: value", x.Pos(), "", x.Key, x.Value)
		return
	case *syntax.FuncLit:
		d.begin(tag, "function literal", x.Pos())
		d.expr("type", x.Type)
		d.stmt("body", x.Body)
	case *syntax.ParenExpr:
		d.pair(tag, "parentheses", x.Pos(), "", x.X, nil)
		return
	case *syntax.SelectorExpr:
		d.begin(tag, "selector", x.Pos(), named(x.Sel))
		d.expr("x", x.X)
	case *syntax.IndexExpr:
		d.pair(tag, "index", x.Pos(), "", x.X, x.Index)
		return
	case *syntax.SliceExpr:
		d.begin(tag, "slice expression", x.Pos(), when(x.Full, "full"))
		d.expr("x", x.X)
		for i, t := range []string{"lo", "hi", "max"} {
			d.expr(t, x.Index[i])
		}
	case *syntax.AssertExpr:
		d.pair(tag, "type assertion", x.Pos(), "", x.X, x.Type)
		return
	case *syntax.TypeSwitchGuard:
		d.begin(tag, "type switch guard", x.Pos(), named(x.Lhs))
		d.expr("x", x.X)
	case *syntax.Operation:
		label := "binary expression"
		if x.Y == nil {
			label = "unary expression"
		}
		d.pair(tag, label, x.Pos(), x.Op.String(), x.X, x.Y)
		return
	case *syntax.CallExpr:
		d.begin(tag, "call", x.Pos(), when(x.HasDots, "..."))
		d.expr("fn", x.Fun)
		d.exprs("args", x.ArgList)
	case *syntax.ListExpr:
		d.begin(tag, "list", x.Pos())
		d.exprs("elems", x.ElemList)
	default:
		d.typ(tag, x)
		return
	}
	d.end()
}

func (d *dumper) typ(tag string, x syntax.Expr) {
	switch x := x.(type) {
	case *syntax.ArrayType:
		d.begin(tag, "array type", x.Pos())
		d.expr("len", x.Len)
		d.expr("elem", x.Elem)
	case *syntax.SliceType:
		d.begin(tag, "slice type", x.Pos())
		d.expr("elem", x.Elem)
	case *syntax.DotsType:
		d.begin(tag, "... type", x.Pos())
		d.expr("elem", x.Elem)
	case *syntax.StructType:
		d.begin(tag, "struct type", x.Pos())
		d.fields("fields", x.FieldList, x.TagList)
	case *syntax.InterfaceType:
		d.begin(tag, "interface type", x.Pos())
		d.fields("fields", x.MethodList, nil)
	case *syntax.FuncType:
		d.begin(tag, "function type", x.Pos())
		d.fields("params", x.ParamList, nil)
		d.fields("results", x.ResultList, nil)
	case *syntax.MapType:
		d.pair(tag, "map type", x.Pos(), "", x.Key, x.Value)
		return
	case *syntax.ChanType:
		d.begin(tag, "channel type", x.Pos(), []string{"", "send", "receive"}[x.Dir])
		d.expr("elem", x.Elem)
	default:
		d.begin(tag, fmt.Sprintf("%T", x), x.Pos())
	}
	d.end()
}

func (d *dumper) stmt(tag string, s syntax.Stmt) {
	switch s := s.(type) {
	case nil:
		return
	case *syntax.EmptyStmt:
		d.begin(tag, "empty statement", s.Pos())
	case *syntax.LabeledStmt:
		d.begin(tag, "labeled statement", s.Pos(), named(s.Label))
		d.stmt("stmt", s.Stmt)
	case *syntax.BlockStmt:
		d.begin(tag, "block", s.Pos(), closing(s.Rbrace))
		d.stmts("list", s.List)
	case *syntax.ExprStmt:
		d.begin(tag, "expression statement", s.Pos())
		d.expr("x", s.X)
	case *syntax.SendStmt:
		d.pair(tag, "send", s.Pos(), "", s.Chan, s.Value)
		return
	case *syntax.DeclStmt:
		d.begin(tag, "declaration", s.Pos())
		for _, x := range s.DeclList {
			d.decl("list", x)
		}
	case *syntax.AssignStmt:
		d.assign(tag, s)
	case *syntax.BranchStmt:
		d.begin(tag, s.Tok.String(), s.Pos(), named(s.Label))
	case *syntax.CallStmt:
		d.begin(tag, s.Tok.String(), s.Pos())
		d.expr("x", s.Call)
	case *syntax.ReturnStmt:
		d.begin(tag, "return", s.Pos())
		d.expr("results", s.Results)
	case *syntax.IfStmt:
		d.begin(tag, "if", s.Pos())
		d.stmt("init", s.Init)
		d.expr("cond", s.Cond)
		d.stmt("then", s.Then)
		d.stmt("els", s.Else)
	case *syntax.ForStmt:
		d.loop(tag, s)
	case *syntax.SwitchStmt:
		d.begin(tag, "switch", s.Pos(), closing(s.Rbrace))
		d.stmt("init", s.Init)
		d.expr("tag", s.Tag)
		for _, c := range s.Body {
			d.begin("clauses", "case", c.Pos())
			d.expr("cases", c.Cases)
			d.stmts("list", c.Body)
			d.end()
		}
	case *syntax.SelectStmt:
		d.begin(tag, "select", s.Pos(), closing(s.Rbrace))
		for _, c := range s.Body {
			d.begin("clauses", "communication", c.Pos())
			d.stmt("comm", c.Comm)
			d.stmts("list", c.Body)
			d.end()
		}
	}
	d.end()
}

func (d *dumper) assign(tag string, s *syntax.AssignStmt) {
	op, def := "", ""
	if s.Op == syntax.Def {
		def = ":"
	} else if s.Op != 0 {
		op = s.Op.String()
	}
	fmt.Fprintf(out, "%*s%s: assignment @%s %s%s%s\n", 2*d.indent, "", tag, at(s.Pos()), def, op, when(s.Rhs == nil, " by 1"))
	d.indent++
	d.expr("lhs", s.Lhs)
	d.expr("rhs", s.Rhs)
}

func (d *dumper) loop(tag string, s *syntax.ForStmt) {
	r, ok := s.Init.(*syntax.RangeClause)
	if !ok {
		d.begin(tag, "for", s.Pos())
		d.stmt("init", s.Init)
		d.expr("cond", s.Cond)
		d.stmt("post", s.Post)
	} else {
		fmt.Fprintf(out, "%*s%s: range @%s %s\n", 2*d.indent, "", tag, at(s.Pos()), when(r.Def, ":"))
		d.indent++
		d.expr("lhs", r.Lhs)
		d.expr("x", r.X)
	}
	d.stmt("body", s.Body)
}
