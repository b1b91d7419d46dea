"""More random Go programs: what escape_gen.py does not have.

Templates are rows of text with holes. A hole <T> takes an expression of type T
from escape_gen's Maker, <+T> becomes a new variable of that type, <#a,b,c> one
of the words. So the row

    <+*int>, <+string> := two(<*int>)

gives `v1, v2 := two(&v0)`, and v1 and v2 may be used from then on. Functions of
the program are filled with rows and with Maker's own statements: type
parameters, method values, select, labels, recover, big values, conversions,
directives, embedding; and bodies around the inliner's budget, of 80 for
functions and 5,000 nodes for their callers.
"""

import re

from escape_gen import PRELUDE, Maker

MORE = """
import "unsafe"

type Num interface{ ~int | ~int8 | ~string }

type Shower interface{ Show(p *int) string }

type L[X any] struct {
\thead X
\tnext *L[X]
\tall  []X
\tf    func(X) X
}

type Pair[K comparable, V any] struct {
\tkey K
\tval V
\tm   map[K]*V
}

type A int

type E struct {
\t*S
\tI
\tin Inner
}

type Inner struct{ Pair[string, *int] }

type Big [<#65535,65536,65537,10485760,10485761,10485769>]byte

func (a A) Show(p *int) string { *p = int(a); return "a" }
func (l *L[X]) Push(x X) *L[X] { l.all = append(l.all, x); return &L[X]{x, l, nil, nil} }
func (l L[X]) Head() X { return l.head }
func (l *L[X]) Each(f func(*X)) { for i := range l.all { f(&l.all[i]) } }
func (p *Pair[K, V]) Set(k K, v V) { p.key, p.m[k] = k, &v }
func (p Pair[K, V]) Get() (K, *V) { return p.key, &p.val }
func Map[X, Y any](xs []X, f func(X) Y) (ys []Y) {
\tfor _, x := range xs {
\t\tys = append(ys, f(x))
\t}
\treturn
}
func Max[X Num](x, y X) X { if x > y { return x }; return y }
func Ptr[X any](x X) *X { return &x }
func Show[X Shower](x X, p *int) string { return x.Show(p) }
func Box[X any](x X) interface{} { return x }
func Kind[X any](x X) int { switch interface{}(x).(type) { case int: return 1; case *X: return 2 }; return 0 }
func Later[X any](x X) func() *X { return func() *X { return &x } }
func Bound[X any](l *L[X]) func() X { return l.Head }

func two(p *int) (*int, string)
//go:noescape
func still(p *int, s []byte) *int
//go:uintptrescapes
//go:noinline
func words(p uintptr, q ...uintptr) int { return len(q) }
//go:nosplit
func nosplit(p *int) *int { return p }
func named(p *int) (q *int, err interface{}) {
\tdefer func() { err = recover() }()
\tq = p
\treturn
}

var (
\t_ unsafe.Pointer
\tcount = func(n int) *int { return &n }(3)
\tbound = gs.M
\ttable = map[string]func(*int) *int{"m": gs.M, "n": (&gs).P, "l": func(p *int) *int { return p }}
\tpairs = []Pair[string, *int]{{key: "a", val: gp}, {"b", nil, nil}}
)
"""

STATEMENTS = """\
<+*int>, <+string> := two(<*int>)
<+*int> := still(<*int>, <[]byte>)
<+*int> := nosplit(<*int>)
<+*int>, <+interface{}> := named(<*int>)
<+string> := string(<[]byte>) + "x"
<+[]byte> := []byte(<string>)
gi = []rune(<string>)
gi = string([]rune(<string>))
<+[]byte> := append([]byte(nil), <string>...)
<+[]byte> := append(<[]byte>, <[]byte>...)
gsl = append(append(gsl[:0:0], <*int>), <[]*int>...)
gsl = append([]*int(nil), <[]*int>...)
copy(gsl, <[]*int>)
for i, c := range <string> { gi = c; gint += i }
for i := range <[]*int> { gsl[i] = <*int> }
for k, v := range <map[string]*int> { gi = k; gp = v }
for v := range <chan *int> { gp = v }
for i, v := range [2]*int{<*int>} { gint += i; gp = v }
select { case v := <-<chan *int>: gp = v; case <chan *int> <- <*int>: default: }
select { case v, ok := <-<chan *int>: gi, gi = v, ok; case gp = <-<chan *int>: }
L$: for { for i := 0; i < <int>; i++ { x := i; gf = func(p *int) *int { return &x }; if x > 3 { continue L$ }; break L$ } }
L$: switch x := <int>; { case x > 1: gp = &x; break L$; case x > 2: fallthrough; default: gint = x }
for i := 0; i < 3; i++ { defer func() { gint += i }() }
for i := 0; i < 3; i++ { i := i; go func(p *int) { *p = i }(<*int>) }
for _, s := range <[]S> { defer s.N(); <#go,defer> s.P(<*int>) }
defer func(p *int) { if r := recover(); r != nil { gi = r }; gp = p }(<*int>)
defer gs.M(<*int>)
go (*S).P(&gs, <*int>)
defer print(<int>, <string>)
<+func(*int) *int> := (*S)(<*S>).P
<+func(*int) *int> := I(<I>).M
h$ := S.M; gp = h$(<S>, <*int>)
h$ := (*S).P; gp = h$(<*S>, <*int>)
h$ := I.M; gp = h$(<I>, <*int>)
var e$ E; e$.S = <*S>; e$.I = <I>; gp = e$.S.P(<*int>); e$.in.val = <*int>; e$.in.Set("k", <*int>); gi = e$.p
e$ := &E{S: <*S>}; h$ := e$.P; gp = h$(<*int>); gi = e$
var i$ I = <#T{},&gs,gs>; gp = i$.M(<*int>); i$.N()
i$ := I(<*S>); i$.N(); gp = i$.M(<*int>)
var s$ Shower = A(<int>); <+string> := s$.Show(<*int>)
<+string> := Show(A(<int>), <*int>)
l$ := &L[*int]{head: <*int>}; l$.Push(<*int>).Push(<*int>); gp = l$.Head()
var l$ L[S]; gs = l$.Push(<S>).head; l$.Each(func(s *S) { s.p = <*int> })
l$ := L[int]{all: <[]int>}; l$.Each(func(p *int) { gp = p })
gp = Map(<[]S>, func(s S) *int { return s.p })[0]
gi = Map(<[]int>, func(n int) string { return <string> })
<+int> := Max(<int>, <int>) + Kind(<string>) + Kind(<*int>)
<+string> := Max(<string>, <string>)
<+**int> := Ptr(<*int>)
<+*int> := Ptr(<int>)
gi = Box(<S>); gi = Box(<*S>); gi = Box(<int>)
gp = *Later(<*int>)(); gs = *Later(<S>)()
gp = Bound(&L[*int]{head: <*int>})()
p$ := Pair[string, S]{key: <string>, val: <S>}; _, s$ := p$.Get(); gp = s$.p
f$ := (*L[*int]).Push; f$(&L[*int]{}, <*int>)
f$ := Ptr[S]; gs = *f$(<S>)
var b$ Big; gi = &b$[<int>]
var b$ Big; b$[1] = byte(<int>)
b$ := new(Big); b$[2] = 1
b$ := make([]byte, <#65535,65536,65537>); copy(b$, <[]byte>)
gint = words(uintptr(unsafe.Pointer(<*int>)), uintptr(unsafe.Pointer(<*S>)))
defer words(uintptr(unsafe.Pointer(<*int>)))
gi = unsafe.Pointer(<*int>)
<+*int> := (*int)(unsafe.Pointer(<*S>))
<+*int> := (*int)(unsafe.Add(unsafe.Pointer(<*int>), 8))
gi = unsafe.Slice(<*int>, 3)
gi = uintptr(unsafe.Pointer(<*S>)) + 8
gi = map[string][]*S{<string>: {<*S>}}
gi = [...]S{1: <S>, {p: <*int>}}
gi = struct { a interface{}; b func() }{<int>, <func()>}
m$ := map[S2]*int{{<int>, <string>}: <*int>}; gp = m$[S2{1, "a"}]
x$ := <int>; x$, gint = gint, x$; gp = &x$
x$ := <int>; f$ := func() int { x$++; return x$ }; gint = f$()
x$ := <*int>; f$ := func() *int { return x$ }; x$ = gp; gp = f$()
x$ := <S>; func() { gi = func() *S { return &x$ } }()
var f$ func(int) int; f$ = func(n int) int { if n < 1 { return 0 }; return f$(n - 1) }; gint = f$(3)
if v, ok := <interface{}>.(<#I,*int,S,string>); ok { gi = v }
if v := named; v != nil { gp, gi = v(<*int>) }
switch v := interface{}(<*int>).(type) { case nil: case *int, *S: gi = v; case I: v.N() }
if n := <int>; n > 1 { goto L$ }; gp = <*int>; L$: gint++
type local$ struct{ p *int }; gi = local${<*int>}
panic(<interface{}>)
return$
println(<string>, <int>, <*int> == nil)
gi, gi = <[]*int> == nil, <func()> == nil
gi = <S>.a == [2]*int{<*int>}
varin(<int>, <string>, <S>); vnone(<[]interface{}>...)
"""

# Around the budget: each costs a few nodes.
SMALL = ["gint += n", "gint = n * gint", "n++", "gp = p", "*p = n", "gint = n",
         "if n > 2 { n-- }", "p = &gint", "gi = p", "gint ^= n << 3",
         "for n < 3 { n++ }", "switch n { case 1: n = 2 }", "var m int; n = m",
         "gsl[n] = p", "gs.p = p", "n, gint = gint, n", "m := n; n = m * m"]


class Wide(Maker):
    def __init__(self, seed):
        super().__init__(seed)
        self.rows = [r for r in STATEMENTS.split("\n") if r]
        self.local = 0

    def fill(self, row):
        """The row with its holes filled; what it declares is in scope then."""
        new = []

        def hole(match):
            what = match.group(1)
            if what[0] == "#":
                return self.pick(what[1:].split(","))
            if what[0] != "+":
                return self.operand(what, 2)
            new.append((self.fresh(), what[1:]))
            return new[-1][0]

        self.local += 1
        text = re.sub(r"<([+#]?[\w*\[({][^<>]*?)>", hole,
                      row.replace("$", str(self.local)))
        self.scope += new
        uses = re.findall(rf"\b([fhibmesxlp]{self.local}) :?=", text)
        text += "".join(f"; _ = {n}" for n in [n for n, _ in new] + uses)
        return text

    def statement(self, depth=0):
        if depth > 1 or self.in_closure or self.chance(0.5):
            super().statement(depth)
            return
        row = self.pick(self.rows)
        if row == "return$":
            if self.results:
                return
            row = "if gint > 1 { return }"
        if row.startswith("panic"):
            row = "if gint > 2 { " + row + " }"
        if "goto" in row:
            row = "{ " + row + " }"
        self.line(self.fill(row))

    def small(self, i):
        """A function of about the inliner's budget, and one that calls it."""
        body = [self.pick(SMALL) for _ in range(self.r.randrange(8, 19))]
        text = "\n".join(f"\t{{ {s} }}" for s in body)
        self.out.append(f"func small{i}(n int, p *int) (q *int) {{\n{text}\n"
                        f"\treturn <*int>\n}}\n".replace("<*int>", self.pick(
                            ["p", "&n", "gp", "nosplit(p)"])))
        self.out.append(f"func calls{i}(p *int) *int {{ n := 3; "
                        f"return small{i}(n, small{i}(n, p)) }}\n")

    def large(self):
        """A caller of about as many nodes as make it a big one."""
        body = [self.pick(SMALL) for _ in range(self.r.randrange(560, 760))]
        body += ["p = nosplit(p)", "gp = calls0(p)", "gp, gi = Ptr(n), *Ptr(p)"]
        text = "\n".join(f"\t{{ {s} }}" for s in body)
        self.out.append(f"func large(n int, p *int) {{\n{text}\n}}\n")

    def program(self):
        rest = super().program()[len(PRELUDE):]
        self.out = []
        for i in range(2):
            self.small(i)
        if self.chance(0.05):
            self.large()
        head = PRELUDE.split("\n", 1)
        more = MORE.split("\n\n", 1)
        return (head[0] + "\n" + more[0] + "\n" + head[1] + "\n" +
                self.fill(more[1]).split("; _ =")[0] +
                "\ntype S2 struct {\n\tn int\n\ts string\n}\n" + rest +
                "\n".join(self.out))


def program(seed):
    return Wide(seed).program()


if __name__ == "__main__":
    import sys
    print(program(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
