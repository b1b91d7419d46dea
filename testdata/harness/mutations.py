"""Small mutations of Go files, for mutants.py.

A mutation is a function of a Mutator, which knows the tokens of one file; it
returns the new text, or None if the file has no place for it. Nothing is parsed:
places are found by tokens and by the lines of gofmt, so that broken files can be
broken again. One random.Random decides everything: the same seed, the same text.

    m = Mutator(random.Random(7), "package p\\nfunc f() { g(1) }\\n")
    m.mutate()        # ("delete a token", "package p\\nfunc f() { g1) }\\n")

The banks STATEMENTS, DECLARATIONS and EXPRESSIONS are templates: $v is an
identifier of the file, $T one of its types or a predeclared one, $f one of its
functions, $F one of its fields or methods, $l a label, $e an expression made of
another template, $n a name that the file has not.
"""

import re

TOKEN = re.compile(r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<string>"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*')
  | (?P<number>\.?[0-9](?:[eEpP][+-]|[\w.])*)
  | (?P<word>[^\W\d]\w*)
  | (?P<newline>\n)
  | (?P<op><<=|>>=|&\^=|\.\.\.|&&|\|\||<-|\+\+|--|[=!<>:+\-*/%&|^]=|<<|>>|&\^|[^\s\w])
""", re.X | re.S)

KEYWORDS = set("""break case chan const continue default defer else fallthrough
for func go goto if import interface map package range return select struct switch
type var""".split())
BASIC = """bool string int int8 int32 uint uint8 uint64 uintptr float32 float64
complex128 byte rune error any comparable""".split()
PREDECLARED = """nil true false iota append cap close complex copy delete imag len
make new panic print println real recover _ init main""".split()
BINARY = "+ - * / % & | ^ << >> &^ == != < <= > >= && ||".split()
ASSIGN = "= := += -= *= /= %= <<= >>= &= |= ^= &^=".split()
VOCABULARY = [*sorted(KEYWORDS), *BINARY, *ASSIGN, *"( ) [ ] { } , ; : . ...".split(),
              *"++ -- <- ! ~ @ # $ ? \\ ' \" `".split(), *BASIC, *PREDECLARED]
LITERALS = """0 1 -1 255 256 1e3 1.5 2i 'a' "s" `r` nil true 0x7fffffffffffffff
1<<63 1<<64 1<<100 1<<600 0x1p-2 1e400 08 0b12 0x 1_ 1__0 '' 'ab' '\\400' "\\q" -0.0
1/0 1.0/0 'a'+"b" "\\xff" 1e1000000""".split()
TYPES = """[]$T *$T [4]$T [...]$T [-1]$T [$v]$T map[$T]$T map[[]$T]$T chan $T
<-chan $T func() func($T)$T struct{} struct{$F,$F:$T} struct{$T} struct{$T;*$T}
interface{} interface{$F()} interface{$T} interface{~$T} $T[$T] $T[$T,$T] $n
$v ($T) $T $T $T unsafe.Pointer interface{$T|$T} [1<<40]$T map[$T]$n""".split()

EXPRESSIONS = """$v $v $v $v.$F $v.$F $v.$n $v[$e] $v[$e:$e] $v[:$e:] $v($e) $v($e,$e)
$v($e...) *$v &$v -$v !$v ^$v +$v <-$v $v.($T) $v.(type) $T{} $T{$e} $T{$F:$e}
$T{$F:$e,$F:$e} &$T{} $T($e) []$T{$e,$e} []$T{1:$e,1:$e} [2]$T{$e,$e,$e}
map[$T]$T{$e:$e,$e:$e} func($v_$T)$T{} func(){} func()$T{return_$e} len($e) cap($e)
append($e,$e) append($e,$e...) copy($e,$e) delete($e,$e) make($T) make([]$T,$e)
make([]$T,$e,$e) make(map[$T]$T,$e) make(chan_$T,$e) new($T) new($e) panic($e)
print($e) recover() complex($e,$e) real($e) imag($e) close($e) $e+$e $e-$e $e*$e
$e/$e $e%$e $e<<$e $e>>$e $e&$e $e==$e $e!=$e $e<$e $e&&$e $e||$e $f $f() $f($e)
$f($e,$e) $f[$T] $f[$T]($e) $f[$T,$T] $T $T[$T]{} nil _ $n $n.$n iota true
1 -1 1.5 "s" 'c' 2i 1<<100 $T.$F (*$T).$F $v.$F() $v.$F($e) ($e) $L $L
$v[$e]($e) $T($v) $T($v) string($e) []byte($e) float64($e) int($e) uint8($e)
unsafe.Sizeof($e) func()($T,$T){return_$e}() $v==nil (func())(nil)
struct{}{} [...]$T{$e} $v_._$v new(struct{$F_$T}).$F any($e) any($e).($T)""".split()

STATEMENTS = """break|continue|goto $l|break $l|continue $l|fallthrough|return|
return $e|return $e, $e|$l:|$l: for { break $l }|$n := $e|$v := $e|$v, $n := $e|
$v, $v := $e, $e|$v = $e|$v, $v = $e|$v, $v = $v, $v|$v += $e|$v++|$e++|$e|$e|$f()|$f($e)|
var $n $T|var $n = $e|var $n $T = $e|var $n, $v $T = $e|const $n = $e|const $n $T = $e|
const $n|var $v = $v|type $n $T|type $v $T|type $n = $T|type $n[P any] []P|_ = $e|_ = $e|_ = $e|
_, _ = $e|_ := $e|defer $e|defer $f()|defer recover()|defer $T($v)|go $e|go $f()|go func() {}|
if $e { }|if $v := $e; $v { }|if $e { return } else { return }|for { }|for $e { }|
for $v := range $e { }|for $v, $v := range $e { }|for $v, $v = range $e { }|for range $e { }|
for $n := $e; $e; $v++ { }|for $n := 0; ; { }|switch { }|switch $e { case $e, $e: case $e: }|
switch $e { case 1: case 1: }|switch $e { case "a", "a": }|switch { default: default: }|
switch $v := $e.(type) { }|switch $v := $e.(type) { case $T: case $T, $T: }|
switch $e.(type) { case $T: _ = $v; case nil, nil: default: fallthrough }|
switch $v { case $e: fallthrough }|switch $e := $e; $v { case $T: }|
select { case $v := <-$e: }|select { case $e <- $e: default: default: }|select { case $e: }|
select { case $v = <-$v: }|$v <- $e|<-$v|{ $n := 1 }|func $n() {}|import "os"|
{ goto $l; var $n int; $l: }|$v.$F = $e|*$v = $e|&$v = $e|$v[$e] = $e|$f = $e|"s" = $e|
$v.$n = $e|panic($e)|var _ $T = $v|var _ = $T($v)|var _ interface{ $F() } = $v|
{ var a [1 << 28]int; _ = a }|var $n [1 << 50]int|else { }|case 1:|default:|} |{|
$v, ok := $v.($T)|$v, ok = $v[$e]|$n, $n := 1, 2|func() { $e }()|func() int { }()|
func() int { for { break } }()|$T{$e, $F: $e}|if $v = $e { }|for $v = $e { }|
var f func() = f|$v.$F++|$v.$F()|$v -= "s"|$v <<= $e|$v := func() { $v() }|$n: $n: ;""".split("|")

DECLARATIONS = """import "os"|import "nosuch/pkg"|import $n "fmt"|import . "errors"|import _ "$n"|
import "fmt"; import "fmt"|type $n $n|type $v $T|type $n struct { $n }|type $n [2]$n|
type $n interface { $n }|type $n struct { a, a int }|type $n interface { m(); m() }|
type $n interface { m(); $T }|func init() int { return 1 }|func main(x int) {}|func init()|
var init int|var main = 1|func $f() {}|func $n() $T { }|func $n() ($T, error) { return $e }|
var $n = $n|var $n, $n = $e|var $n = func() int { return $v }()|const $n = $n + 1|
const ( $n = iota; $v; )|const $n uint8 = 256|const $n = $e|var $n $T = $e|
func (int) m() {}|func (*$T) $F() {}|func (x $T) $F() $T { return x }|func (x **$T) m() {}|
func (x $n) m() {}|func ($T) _() {}|func (a, b $T) m() {}|func () m() {}|
func (x interface{}) m() {}|func (x $T) m(x int) {}|func (x $T) m() (x int) { return }|
func $n(a, a int) {}|func $n(a int, b) {}|func $n(a ...int, b int) {}|func $n(...$T) {}|
func $n[P any](P) {}; var _ = $n|func $n[P any]() {}; var _ = func() { $n() }|
func $n[P $T](x P) { x.$F() }|func $n[P int|string](x P) P { return x + 1 }|
func $n[P, Q any](x P) Q { return x }|type $n[P any] struct { *$n[P] }|
type $n[P any] struct { f *$n[[]P] }|type $n[P any] P|type $n[P $n[P]] int|type $n[P any] $T; var _ $n|
type $n[P interface{ ~int }] []P; var _ $n[string]|type $n[P any] int; var _ $n[int, int]|
func $n[P any]() { $n[[]P]() }|func (x $T[int]) m() {}|func (x $T[P]) $F() P {}|
func (x $T) m[P any]() {}|type $n interface { ~$T | $T }|type $n interface { comparable; $F() }|
var _ $n interface { int }|var _ comparable|type $n = $n|type $n = []$n|func _[P comparable](x P) { _ = x == nil }|
var _ interface { $F() } = $T{}|var _ $T = $T{}|var _ = $e|var _ $T = $v|var _, _ = $f()|var _ = &$f|
//go:noescape|//go:linkname $n|//go:linkname $v $n|//go:nosplit|//go:embed x.txt|//go:notinheap|
//go:build ignore|//go:noinline extra|//line x.go:7|//line :0|/*line y.go:3:4*/|var x = y; var y = x|
var x, y = f(), g(); func f() int { return y }; func g() int { return x }|
type A struct { B }; type B struct { A }|type A [len(x)]int; var x A|type $n func($n) $n|
const c = len([10]int{}) << 62|const c int8 = -129|const c = 10 / 0|const c = "a" + 1|
var a [2]int = [3]int{}|var a = [2]int{1, 2, 3}|var a = [...]int{5: 1, 5: 2}|var m = map[string]int{"a": 1, "a": 2}|
var p *int = 0|var f func() = nil()|x := 1|return|if true {}|func|type|var|const|import|func (|
package q|func $n() { $n: }|func $n() { goto $n }|func $n() { for { continue $n } }|
var _ = struct{ a int }{1, 2}|var _ = struct{ a, b int }{1}|var _ = struct{ a int }{b: 1}|
func $n() { var $v int }|func $n() { $v := 1 }|func $n() { $v, $v := 1, 2 }|func $n() (x int) { { x := 1; return } }
""".replace("\n", "").split("|")
# A bar of Go is not a bar of the list.
DECLARATIONS += ["func $n[P int|string](x P) P { return x + 1 }",
                 "type $n interface { ~$T | $T }", "type $n interface { $T | comparable }",
                 "type $n interface { int|string }; var _ $n", "func $n[P *int|*$T](p P) { *p = 1 }"]
STATEMENTS += ["$v |= $e", "_ = $e | $e", "if $e || $e { }"]


class Token:
    def __init__(self, kind, text, start):
        self.kind, self.text, self.start = kind, text, start
        self.end = start + len(text)


def scan(text):
    return [Token(m.lastgroup, m[0], m.start()) for m in TOKEN.finditer(text)]


def join(pieces, tokens):
    """The text with [(start, end, new)] replaced, in any order."""
    for start, end, new in sorted(pieces, reverse=True):
        tokens = tokens[:start] + new + tokens[end:]
    return tokens


class Mutator:
    def __init__(self, rng, text):
        self.rng, self.text = rng, text
        every = scan(text)
        self.tokens = [t for t in every if t.kind not in ("comment", "newline")]
        self.lines = text.split("\n")
        self.words = [t for t in self.tokens
                      if t.kind == "word" and t.text not in KEYWORDS]
        self.names = sorted({t.text for t in self.words} - set(BASIC)
                            - set(PREDECLARED)) or ["x"]
        self.types = self.after(r"\btype\s+(\w+)|^\t(\w+)(?:\[.*\])? (?:struct|interface) \{")
        self.functions = self.after(r"\bfunc (\w+)") or self.names
        self.fields = self.after(r"\.([a-zA-Z]\w*)|func \([^)]*\) (\w+)|^\t(\w+) +[\w*\[\]]+$") \
            or self.names
        self.labels = self.after(r"^\s*(\w+):$") or ["L"]
        self.literals = [t for t in self.tokens if t.kind in ("string", "number")]

    def after(self, pattern):
        found = re.findall(pattern, self.text, re.M)
        return sorted({w for m in found
                       for w in (m if isinstance(m, tuple) else (m,))
                       if w and w not in KEYWORDS})

    # ------------------------------------------------------------ templates

    def type_name(self):
        mine = self.types and self.rng.random() < 0.6
        return self.rng.choice(self.types if mine else BASIC)

    def fill(self, template, depth=0):
        def value(match):
            kind, rng = match[1], self.rng
            if kind == "T":
                deep = depth < 2 and rng.random() < 0.25
                return self.fill(rng.choice(TYPES), depth + 1) if deep \
                    else self.type_name()
            if kind == "e":
                return self.expression(depth + 1)
            if kind == "n":
                return chosen
            if kind == "L":
                return self.literals and rng.choice(self.literals).text or "1"
            return rng.choice({"v": self.names, "f": self.functions,
                               "F": self.fields, "l": [*self.labels, "L9"]}[kind])
        chosen = "zz" + str(self.rng.randrange(4))
        return re.sub(r"\$([A-Za-z])", value, template)

    def expression(self, depth=0):
        if depth > 2:
            return self.rng.choice([*self.names, "1", '"s"', "nil", "1.5"])
        chosen = self.rng.choice(EXPRESSIONS)
        return self.fill(chosen.replace("_$", " $").replace("_.", " ."), depth)

    # --------------------------------------------------------------- places

    def change(self, token, new):
        return self.text[:token.start] + new + self.text[token.end:]

    def one(self, tokens):
        return self.rng.choice(tokens) if tokens else None

    def change_one(self, tokens, choices):
        token = self.one(tokens)
        if not token:
            return None
        return self.change(token, self.rng.choice(choices))

    def closing(self, at):
        """The index of the token that closes the bracket at `at`."""
        depth = 0
        for i in range(at, len(self.tokens)):
            depth += (self.tokens[i].text in ("(", "[", "{")) - \
                (self.tokens[i].text in (")", "]", "}"))
            if depth == 0:
                return i
        return None

    def bracketed(self, opening):
        """A random (first, last) pair of indices of such brackets."""
        places = [i for i, t in enumerate(self.tokens) if t.text == opening]
        at = self.one(places)
        end = self.closing(at) if at is not None else None
        return None if end is None else (at, end)

    def parts(self, span, comma=","):
        """[(start, end)] of the text between the commas of a bracket."""
        first, last = span
        depth, starts, ends = 0, [self.tokens[first].end], []
        for t in self.tokens[first + 1:last]:
            depth += (t.text in ("(", "[", "{")) - (t.text in (")", "]", "}"))
            if t.text == comma and depth == 0:
                ends.append(t.start)
                starts.append(t.end)
        ends.append(self.tokens[last].start)
        return list(zip(starts, ends))

    def with_lines(self, lines):
        return "\n".join(lines)

    def line_where(self, pattern):
        return self.one([i for i, line in enumerate(self.lines)
                         if re.search(pattern, line)])

    def declaration(self):
        """(first, last) line of a declaration as gofmt writes it."""
        first = self.line_where(r"^(?:func|type|var|const|import)\b")
        if first is None:
            return None
        last = first
        if re.search(r"[{(\[,]\s*(?://.*)?$", self.lines[first]):
            while last + 1 < len(self.lines) and \
                    not re.match(r"[)}]", self.lines[last]):
                last += 1
        return first, last

    # ------------------------------------------------------------ mutations

    def delete_token(self):
        return self.tokens and self.change(self.one(self.tokens), "")

    def double_token(self):
        t = self.one(self.tokens)
        return t and self.change(t, t.text + " " + t.text)

    def swap_tokens(self):
        if len(self.tokens) < 2:
            return None
        i = self.rng.randrange(len(self.tokens) - 1)
        a, b = self.tokens[i], self.tokens[i + 1]
        return join([(a.start, a.end, b.text), (b.start, b.end, a.text)], self.text)

    def swap_far_tokens(self):
        if len(self.tokens) < 2:
            return None
        a, b = self.rng.sample(self.tokens, 2)
        return join([(a.start, a.end, b.text), (b.start, b.end, a.text)], self.text)

    def insert_token(self):
        t = self.one(self.tokens)
        return t and self.change(t, self.rng.choice(VOCABULARY) + " " + t.text)

    def replace_token(self):
        t = self.one(self.tokens)
        return t and self.change(t, self.rng.choice([*VOCABULARY, *self.names]))

    def delete_line(self):
        i = self.line_where(r"\S")
        return self.with_lines(self.lines[:i] + self.lines[i + 1:])

    def double_line(self):
        i = self.line_where(r"\S")
        return self.with_lines(self.lines[:i + 1] + self.lines[i:])

    def swap_lines(self):
        i = self.rng.randrange(max(1, len(self.lines) - 1))
        return self.with_lines(self.lines[:i] + self.lines[i:i + 2][::-1] +
                               self.lines[i + 2:])

    def move_line(self):
        i = self.line_where(r"\S")
        rest = self.lines[:i] + self.lines[i + 1:]
        to = self.rng.randrange(len(rest) + 1)
        return self.with_lines(rest[:to] + [self.lines[i]] + rest[to:])

    def cut_end(self):
        return self.text[:self.one(self.tokens).start] if self.tokens else None

    def rename(self):
        return self.change_one(self.words, self.names)

    def rename_unknown(self):
        return self.change_one(self.words, ["zz1", "Zz2", "_", "zz.y"])

    def rename_predeclared(self):
        return self.change_one(self.words, PREDECLARED + BASIC)

    def rename_everywhere(self):
        """Two names become one: declared twice, or shadowed."""
        a, b = self.rng.choice(self.names), self.rng.choice(self.names + PREDECLARED)
        return join([(t.start, t.end, b) for t in self.words if t.text == a], self.text)

    def change_case(self):
        t = self.one(self.words)
        return t and self.change(t, t.text.swapcase())

    def operator(self):
        return self.change_one([t for t in self.tokens if t.text in BINARY], BINARY)

    def assignment(self):
        return self.change_one([t for t in self.tokens if t.text in ASSIGN], ASSIGN)

    def literal(self):
        return self.change_one(self.literals, LITERALS)

    def type_of(self):
        types = [t for t in self.words if t.text in BASIC or t.text in self.types]
        t = self.one(types)
        return t and self.change(t, self.fill(self.rng.choice(TYPES)))

    def operand(self):
        t = self.one(self.words + self.literals)
        return t and self.change(t, self.expression())

    def wrap(self):
        t = self.one(self.words)
        form = self.rng.choice(["*%s", "&%s", "-%s", "!%s", "<-%s", "%s()", "%s[0]", "(%s)",
                                "%s.zz", "%s...", "[]%s", "%s{}", "%s.(int)", "%s[int]", "%s[1:]",
                                "string(%s)", "~%s", "%s.(type)", "%s++", "%s:"])
        return t and self.change(t, form % t.text)

    def statement(self):
        """One of the bank behind a line inside a function."""
        i = self.line_where(r"^\t+.*[^,(|&+]$|^func.*\{$")
        if i is None:
            return None
        return self.with_lines(self.lines[:i + 1] +
                               ["\t" + self.fill(self.rng.choice(STATEMENTS))] +
                               self.lines[i + 1:])

    def add_declaration(self):
        i = self.line_where(r"^(?:func|type|var|const|//|$)")
        i = len(self.lines) if i is None else i
        new = self.fill(self.rng.choice(DECLARATIONS)).replace("; ", "\n")
        return self.with_lines(self.lines[:i] + [new] + self.lines[i:])

    def drop_return(self):
        i = self.line_where(r"^\s*(return|panic)\b")
        return None if i is None else self.with_lines(self.lines[:i] + self.lines[i + 1:])

    def drop_part(self):
        """An argument, parameter, field, key, type argument less."""
        span = self.bracketed(self.rng.choice("(([{"))
        parts = span and [p for p in self.parts(span) if self.text[p[0]:p[1]].strip()]
        if not parts:
            return None
        at = self.rng.randrange(len(parts))
        start, end = parts[at]
        if len(parts) > 1:
            start, end = (start, parts[1][0]) if at == 0 else (parts[at - 1][1], end)
        return self.text[:start] + self.text[end:]

    def double_part(self):
        span = self.bracketed(self.rng.choice("(([{"))
        parts = span and [p for p in self.parts(span) if self.text[p[0]:p[1]].strip()]
        if not parts:
            return None
        start, end = self.rng.choice(parts)
        return self.text[:end] + ", " + self.text[start:end].strip() + self.text[end:]

    def swap_parts(self):
        span = self.bracketed(self.rng.choice("(([{"))
        parts = span and self.parts(span)
        if not parts or len(parts) < 2:
            return None
        (a, b), (c, d) = self.rng.sample(parts, 2)
        return join([(a, b, self.text[c:d]), (c, d, self.text[a:b])], self.text)

    def drop_brackets(self):
        span = self.bracketed(self.rng.choice("([{["))
        return span and (self.text[:self.tokens[span[0]].start] +
                         self.text[self.tokens[span[1]].end:])

    def empty_brackets(self):
        span = self.bracketed(self.rng.choice("([{{"))
        return span and (self.text[:self.tokens[span[0]].end] +
                         self.text[self.tokens[span[1]].start:])

    def replace_part(self):
        span = self.bracketed(self.rng.choice("([{"))
        part = span and self.one(self.parts(span))
        if not part:
            return None
        kind = self.rng.random() < 0.5
        new = self.expression() if kind else self.fill("$T")
        return self.text[:part[0]] + new + self.text[part[1]:]

    def delete_declaration(self):
        d = self.declaration()
        return d and self.with_lines(self.lines[:d[0]] + self.lines[d[1] + 1:])

    def double_declaration(self):
        d = self.declaration()
        return d and self.with_lines(self.lines[:d[1] + 1] + self.lines[d[0]:])

    def move_declaration(self):
        d = self.declaration()
        if not d:
            return None
        rest = self.lines[:d[0]] + self.lines[d[1] + 1:]
        to = self.rng.randrange(len(rest) + 1)
        return self.with_lines(rest[:to] + self.lines[d[0]:d[1] + 1] + rest[to:])

    def receiver(self):
        found = list(re.finditer(r"^func (\(.*?\))? ?\w+", self.text, re.M))
        m = self.one(found)
        if not m:
            return None
        new = self.fill(self.rng.choice(["(x $T)", "(x *$T)", "(*$T)", "(x []$T)", "(x $T, y $T)",
                                         "()", "(x $n)", "(x ...$T)", "(x $T[P])", "(x *$T[P, Q])", ""]))
        start, end = m.span(1) if m[1] else (m.start() + 5, m.start() + 5)
        return self.text[:start] + new + " " + self.text[end:]

    def constraint(self):
        """Something else for a word in square brackets."""
        span = self.bracketed("[")
        inside = span and [t for t in self.tokens[span[0] + 1:span[1]] if t.kind == "word"]
        new = self.rng.choice(["any", "comparable", "int", "~int", "int|string", "interface{$F()}",
                               "$T", "*$T", "[]$T", "$n", "1", "P", "~$T|$T", "interface{~int;$F()}"])
        return self.change(self.one(inside), self.fill(new)) if inside else None

    def bytes_(self):
        """A byte that no file should have."""
        at = self.rng.randrange(len(self.text) + 1)
        bad = self.rng.choice(["\0", "\ufeff", "\udcff", "\udcc0\udc80", "\x7f", "\u00a0", "é", "\r",
                               "\u2028", "“", "/*", "*/", "//", "#", "0777_", "\x01", "١", "世"])
        return self.text[:at] + bad + self.text[at:]

    # -------------------------------------------------------------- choosing

    WEIGHTS = {delete_token: 3, double_token: 1, swap_tokens: 2, swap_far_tokens: 2,
               insert_token: 3, replace_token: 3, delete_line: 3, double_line: 2, swap_lines: 2,
               move_line: 2, cut_end: 1, rename: 6, rename_unknown: 3, rename_predeclared: 2,
               rename_everywhere: 3, change_case: 1, operator: 3, assignment: 3, literal: 3,
               type_of: 6, operand: 6, wrap: 4, statement: 10, add_declaration: 8, drop_return: 2,
               drop_part: 3, double_part: 2, swap_parts: 2, drop_brackets: 2, empty_brackets: 1,
               replace_part: 4, delete_declaration: 2, double_declaration: 1, move_declaration: 1,
               receiver: 2, constraint: 3, bytes_: 1}

    # Those that leave hardly anything to check but the syntax.
    SYNTAX = {delete_token, double_token, swap_tokens, swap_far_tokens, insert_token,
              replace_token, delete_line, swap_lines, move_line, cut_end, drop_brackets, bytes_}

    def mutate(self, syntax=True):
        """(name of the mutation, the new text), which differs from the old.
        Mutations that find no place give None or something empty."""
        kinds = [k for k in self.WEIGHTS if syntax or k not in self.SYNTAX]
        weights = [self.WEIGHTS[k] for k in kinds]
        for _ in range(50 if self.tokens else 0):
            kind = self.rng.choices(kinds, weights)[0]
            text = kind(self)
            if text and text != self.text:
                return kind.__name__, text
        return "nothing", self.text


def mutant(rng, text, count, syntax=True):
    """The text after `count` mutations, and their names. Without `syntax` most
    still parse."""
    names = []
    for _ in range(count):
        name, text = Mutator(rng, text).mutate(syntax)
        names.append(name)
    return text, names
