"""Random Go programs that exercise escape analysis and inlining.

program(seed) gives the same text for the same seed: one package without
imports that type-checks, is never run, and is full of what decides between
stack and heap: addresses, fields, elements, closures, loops, gotos, calls in
every direction, methods, interfaces, go, defer, append, conversions.

Expressions are made for a wanted type: expr(T) picks among the ways to get a
T from the variables in scope, so that every program compiles.
"""

import random

TYPES = ["int", "*int", "**int", "[]int", "[]*int", "S", "*S", "[]S", "[2]*int",
         "map[string]*int", "func(*int) *int", "func()", "interface{}", "I",
         "string", "[]byte", "chan *int", "*[2]*int", "T", "*T", "[]interface{}"]

PRELUDE = """package p

type S struct {
\tn int
\tp *int
\tq **int
\ts []*int
\ta [2]*int
\tnext *S
\tf func(*int) *int
\te interface{}
}

type T struct {
\tS
\tx *S
}

type I interface {
\tM(p *int) *int
\tN()
}

func (s S) M(p *int) *int { return s.p }
func (s *S) P(p *int) *int { s.p = p; return *s.q }
func (s S) N() {}
func (t *T) Q(s *S) *S { t.x = s; return t.S.next }

var (
\tgint int
\tgp *int
\tgs S
\tgi interface{}
\tgf func(*int) *int
\tgsl []*int
)

func vari(k int, xs ...*int) *int { return xs[k] }
func varin(xs ...interface{}) { gi = xs[0] }
func vnone(xs ...interface{}) {}
"""

ZERO = {"int": "0", "string": '""', "S": "S{}", "T": "T{}",
        "[2]*int": "[2]*int{}"}


class Maker:
    """One program under construction."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.funcs = []  # (name, params, results)
        self.scope = []  # [(name, type)], innermost last
        self.out = []
        self.indent = 1
        self.names = 0
        self.loops = 0
        self.results = []
        self.in_closure = 0

    def pick(self, items):
        return self.r.choice(items)

    def chance(self, p):
        return self.r.random() < p

    def line(self, text):
        self.out.append("\t" * self.indent + text)

    def fresh(self):
        self.names += 1
        return f"v{self.names}"

    def var(self, typ):
        names = [n for n, t in self.scope if t == typ]
        return self.pick(names) if names else None

    # -------------------------------------------------------- expressions

    def expr(self, typ, depth=0):
        if depth > 3:
            return self.var(typ) or self.simple(typ)
        name = self.var(typ)
        if name and self.chance(0.45):
            return name
        ways = self.ways(typ, depth + 1)
        return self.pick(ways)() if ways else name or self.simple(typ)

    def simple(self, typ):
        if typ in ZERO:
            return ZERO[typ]
        return f"({typ})(nil)"

    def call(self, typ, depth):
        """A call of a declared function with that one result."""
        found = [f for f in self.funcs if f[2] == [typ]]
        if not found:
            return self.simple(typ)
        name, params, _ = self.pick(found)
        args = ", ".join(self.expr(t, depth + 1) for t in params)
        return f"{name}({args})"

    def closure(self, params, result, depth):
        """A literal of at most a few statements."""
        names = [(self.fresh(), t) for t in params]
        saved = (len(self.scope), self.out, self.results, self.indent)
        self.scope += names
        self.out, self.results = [], [result] if result else []
        self.in_closure += 1
        for _ in range(self.r.randrange(3)):
            self.statement(2)
        if result:
            self.line(f"return {self.expr(result, depth + 1)}")
        self.in_closure -= 1
        body = self.out
        del self.scope[saved[0]:]
        self.out, self.results, self.indent = saved[1:]
        head = ", ".join(f"{n} {t}" for n, t in names)
        text = "\n".join(body)
        return f"func({head}) {result or ''} {{\n{text}\n" + \
            "\t" * self.indent + "}"

    def operand(self, typ, depth):
        """An expression that may stand before a selector or behind an &."""
        text = self.expr(typ, depth)
        return text if text.isidentifier() else f"({text})"

    def dynamic(self, depth):
        """An operand whose static type is interface{}."""
        return self.var("interface{}") or \
            f"interface{{}}({self.expr('interface{}', depth)})"

    def ways(self, typ, d):
        e = self.operand
        table = {
            "int": [lambda: f"*{e('*int', d)}" if self.var("*int") else "1",
                    lambda: f"{e('int', d)} + {e('int', d)}",
                    lambda: f"len({e('[]int', d)})",
                    lambda: f"{e('S', d)}.n" if self.var("S") else "2",
                    lambda: str(self.r.randrange(9))],
            "*int": [self.addr("int"), lambda: f"*{e('**int', d)}",
                     lambda: f"{e('[]*int', d)}[0]",
                     lambda: f"{e('*S', d)}.p",
                     lambda: f"{e('S', d)}.p",
                     lambda: f"{self.var('[2]*int') or '[2]*int{}'}[1]",
                     lambda: f"{e('map[string]*int', d)}[\"k\"]",
                     lambda: "new(int)",
                     lambda: f"<-{e('chan *int', d)}",
                     lambda: f"{self.var('I') or 'I(nil)'}.M({e('*int', d)})",
                     lambda: f"{self.var('S') or 'S{}'}.M({e('*int', d)})",
                     lambda: f"{e('*S', d)}.P({e('*int', d)})",
                     lambda: f"{e('func(*int) *int', d)}({e('*int', d)})",
                     lambda: f"vari({e('int', d)}, {e('*int', d)})",
                     lambda: f"vari(0, {e('[]*int', d)}...)",
                     lambda: f"{self.dynamic(d)}.(*int)",
                     lambda: f"&{e('*S', d)}.n"],
            "**int": [self.addr("*int"), lambda: f"{e('*S', d)}.q",
                      lambda: f"&{e('*S', d)}.p", lambda: "new(*int)",
                      lambda: f"&{e('[]*int', d)}[0]"],
            "[]int": [lambda: f"[]int{{{e('int', d)}}}",
                      lambda: "make([]int, 4)",
                      lambda: f"make([]int, {e('int', d)})",
                      lambda: f"append({e('[]int', d)}, {e('int', d)})"],
            "[]*int": [lambda: f"[]*int{{{e('*int', d)}, {e('*int', d)}}}",
                       lambda: "make([]*int, 3, 9)",
                       lambda: f"append({e('[]*int', d)}, {e('*int', d)})",
                       lambda: f"append({e('[]*int', d)}, {e('[]*int', d)}...)",
                       lambda: f"{e('[]*int', d)}[1:]",
                       lambda: f"{e('*[2]*int', d)}[:]",
                       lambda: f"{e('*S', d)}.s",
                       lambda: f"{self.var('[2]*int')}[:]"
                       if self.var("[2]*int") else "[]*int{}"],
            "S": [lambda: f"S{{p: {e('*int', d)}}}",
                  lambda: f"S{{q: {e('**int', d)}, e: {e('interface{}', d)}}}",
                  lambda: f"*{e('*S', d)}", lambda: f"{e('T', d)}.S",
                  lambda: f"{e('[]S', d)}[0]",
                  lambda: f"S{{f: {e('func(*int) *int', d)}}}"],
            "*S": [self.addr("S"), lambda: f"&S{{p: {e('*int', d)}}}",
                   lambda: f"&S{{next: {e('*S', d)}}}",
                   lambda: f"{e('*S', d)}.next", lambda: "new(S)",
                   lambda: f"&{e('*T', d)}.S", lambda: f"{e('T', d)}.x",
                   lambda: f"{e('*T', d)}.Q({e('*S', d)})",
                   lambda: f"&{e('[]S', d)}[0]"],
            "[]S": [lambda: f"[]S{{{e('S', d)}}}", lambda: "make([]S, 2)",
                    lambda: f"append({e('[]S', d)}, {e('S', d)})"],
            "[2]*int": [lambda: f"[2]*int{{{e('*int', d)}}}",
                        lambda: f"*{e('*[2]*int', d)}",
                        lambda: f"{e('*S', d)}.a"],
            "*[2]*int": [self.addr("[2]*int"), lambda: f"&{e('*S', d)}.a",
                         lambda: f"&[2]*int{{{e('*int', d)}}}",
                         lambda: f"(*[2]*int)({e('[]*int', d)})"],
            "map[string]*int": [lambda: f'map[string]*int{{"k": {e("*int", d)}}}',
                                lambda: "make(map[string]*int)"],
            "func(*int) *int": [lambda: self.closure(["*int"], "*int", d),
                                lambda: f"{self.var('S') or 'S{}'}.M",
                                lambda: f"{e('*S', d)}.P",
                                lambda: f"{e('*S', d)}.f", lambda: "gf"],
            "func()": [lambda: self.closure([], "", d),
                       lambda: f"{self.var('S') or 'S{}'}.N"],
            "interface{}": [lambda: e(self.pick(["int", "*int", "S", "*S",
                                                 "string", "[]*int"]), d),
                            lambda: f"{e('*S', d)}.e",
                            lambda: f"{e('I', d)}"],
            "I": [lambda: f"I({e('S', d)})", lambda: f"I({e('*S', d)})",
                  lambda: f"I({e('*T', d)})"],
            "string": [lambda: '"lit"',
                       lambda: f"{e('string', d)} + {e('string', d)}",
                       lambda: f"string({e('[]byte', d)})"],
            "[]byte": [lambda: f"[]byte({e('string', d)})",
                       lambda: "make([]byte, 8)"],
            "chan *int": [lambda: "make(chan *int)",
                          lambda: f"make(chan *int, {e('int', d)})"],
            "T": [lambda: f"T{{x: {e('*S', d)}}}",
                  lambda: f"T{{S: {e('S', d)}}}", lambda: f"*{e('*T', d)}"],
            "*T": [self.addr("T"), lambda: f"&T{{S: {e('S', d)}}}"],
            "[]interface{}": [lambda: f"[]interface{{}}{{{e('interface{}', d)}}}"],
        }
        ways = [w for w in table[typ] if w]
        ways.append(lambda: self.call(typ, d))
        return ways

    def addr(self, typ):
        names = [n for n, t in self.scope if t == typ]
        return (lambda: f"&{self.pick(names)}") if names else None

    # --------------------------------------------------------- statements

    def block(self, depth, head, used=None):
        self.line(head + " {")
        self.indent += 1
        if used:
            self.line(f"_ = {used}")
        size = len(self.scope)
        for _ in range(1 + self.r.randrange(3)):
            self.statement(depth + 1)
        del self.scope[size:]
        self.indent -= 1
        self.line("}")

    def declare(self):
        typ, name = self.pick(TYPES), self.fresh()
        if self.chance(0.3):
            self.line(f"var {name} {typ}")
        elif self.chance(0.3):
            self.line(f"var {name} {typ} = {self.expr(typ)}")
        elif typ in ("interface{}", "I"):
            self.line(f"var {name} {typ} = {self.expr(typ)}")
        else:
            self.line(f"{name} := {self.expr(typ)}")
        self.line(f"_ = {name}")
        self.scope.append((name, typ))

    def assign(self):
        targets = [(n, t) for n, t in self.scope if not n.startswith("k")]
        places = [("gp", "*int"), ("gs", "S"), ("gi", "interface{}"),
                  ("gsl", "[]*int"), ("_", None)]
        for n, t in targets:
            places.append((n, t))
            if t in ("S", "*S", "T", "*T"):
                places += [(f"{n}.p", "*int"), (f"{n}.s", "[]*int"),
                           (f"{n}.e", "interface{}"), (f"{n}.a[0]", "*int"),
                           (f"{n}.next", "*S"), (f"{n}.f", "func(*int) *int")]
            if t == "**int":
                places.append((f"*{n}", "*int"))
            if t in ("[]*int", "[2]*int", "*[2]*int"):
                places.append((f"{n}[0]", "*int"))
            if t == "map[string]*int":
                places.append((f'{n}["a"]', "*int"))
        lhs, typ = self.pick(places)
        typ = typ or self.pick(TYPES)
        if self.chance(0.1) and len(targets) > 1:
            other, otyp = self.pick(targets)
            self.line(f"{lhs}, {other} = {self.expr(typ)}, {self.expr(otyp)}")
        else:
            self.line(f"{lhs} = {self.expr(typ)}")

    def loop(self, depth):
        k = "k" + self.fresh()
        kind = self.r.randrange(4)
        if kind == 0:
            self.block(depth, f"for {k} := 0; {k} < 3; {k}++")
        elif kind == 1:
            v = self.fresh()
            head = self.operand("[]*int", 1)
            self.scope.append((v, "*int"))
            self.block(depth, f"for _, {v} := range {head}", v)
            self.scope.pop()
        elif kind == 2:
            v = self.fresh()
            head = self.operand("[]S", 1)
            self.scope.append((v, "S"))
            self.block(depth, f"for _, {v} := range {head}", v)
            self.scope.pop()
        else:
            self.block(depth, f"for {self.operand('int', 1)} > 3")

    def type_switch(self, depth):
        v = self.fresh()
        self.line(f"switch {v} := {self.dynamic(1)}.(type) {{")
        for typ in self.r.sample(["int", "*int", "S", "*S", "I", "string"], 3):
            self.line(f"case {typ}:")
            self.indent += 1
            self.line(f"_ = {v}")
            size = len(self.scope)
            self.scope.append((v, typ))
            self.statement(depth + 1)
            del self.scope[size:]
            self.indent -= 1
        self.line("}")

    def go_defer(self):
        word = self.pick(["go", "defer", "defer"])
        form = self.r.randrange(4)
        if form == 0:
            self.line(f"{word} {self.closure([], '', 1)}()")
        elif form == 1:
            self.line(f"{word} {self.closure(['*int'], '', 1)}"
                      f"({self.expr('*int')})")
        elif form == 2:
            name, params, _ = self.pick(self.funcs)
            args = ", ".join(self.expr(t, 2) for t in params)
            self.line(f"{word} {name}({args})")
        else:
            self.line(f"{word} {self.var('S') or 'gs'}.N()")

    def call_statement(self):
        if self.chance(0.3):
            args = ", ".join(self.expr("interface{}", 2)
                             for _ in range(1 + self.r.randrange(3)))
            self.line(f"{self.pick(['varin', 'vnone'])}({args})")
            return
        name, params, results = self.pick(self.funcs)
        args = ", ".join(self.expr(t, 2) for t in params)
        if len(results) == 2:
            a, b = self.fresh(), self.fresh()
            self.line(f"{a}, {b} := {name}({args})")
            self.line(f"_, _ = {a}, {b}")
            self.scope += list(zip((a, b), results))
        else:
            self.line(f"{name}({args})")

    def label_loop(self, depth):
        label = "L" + self.fresh()
        self.line(f"{label}:")
        self.declare()
        self.line(f"if {self.operand('int', 1)} > 5 {{")
        self.line(f"\tgoto {label}")
        self.line("}")

    def statement(self, depth=0):
        roll = self.r.random()
        if depth > 2 or roll < 0.3:
            self.declare()
        elif roll < 0.55:
            self.assign()
        elif roll < 0.66:
            self.call_statement()
        elif roll < 0.76:
            self.loop(depth)
        elif roll < 0.82:
            self.block(depth, f"if {self.operand('int', 1)} > 1")
        elif roll < 0.86:
            self.type_switch(depth)
        elif roll < 0.92:
            self.go_defer()
        elif roll < 0.94:
            self.line(f"{self.expr('chan *int')} <- {self.expr('*int')}")
        elif roll < 0.95 and not self.in_closure and depth == 0:
            self.label_loop(depth)
        else:
            self.line(f"_ = {self.expr(self.pick(TYPES))}")

    # ---------------------------------------------------------- functions

    def function(self, name, params, results):
        names = [(f"p{i}" if not self.chance(0.05) else "_", t)
                 for i, t in enumerate(params)]
        self.scope = [("gp", "*int"), ("gs", "S")]
        self.scope += [x for x in names if x[0] != "_"]
        head = ", ".join(f"{n} {t}" for n, t in names)
        named = self.chance(0.3) and len(results) > 0
        outs = ", ".join(f"r{i} {t}" if named else t
                         for i, t in enumerate(results))
        if named:
            self.scope += [(f"r{i}", t) for i, t in enumerate(results)]
        self.results = results
        if self.chance(0.08):
            self.out.append("//go:noinline")
        self.out.append(f"func {name}({head}) ({outs}) {{")
        for _ in range(self.r.randrange(1, 5)):
            self.statement()
        if results:
            values = ", ".join(self.expr(t) for t in results)
            self.line(f"return {values}")
        self.out.append("}\n")

    def program(self):
        for i in range(self.r.randrange(2, 6)):
            params = [self.pick(TYPES) for _ in range(self.r.randrange(4))]
            count = self.pick([0, 1, 1, 1, 2])
            self.funcs.append((f"f{i}", params,
                               [self.pick(TYPES) for _ in range(count)]))
        for name, params, results in self.funcs:
            self.function(name, params, results)
        return PRELUDE + "\n" + "\n".join(self.out)


def program(seed):
    return Maker(seed).program()


if __name__ == "__main__":
    import sys
    print(program(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
