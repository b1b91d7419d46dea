"""Go's own test programs: their recipes, what they need, how they are run.

A test file begins with a comment that says what to do with it, up to the first
blank line: `// errorcheck -0 -m`, `// run`, `// rundir`. This module finds the
tests, takes the recipe apart and carries it out with escargo in place of gc.
"""

import os
import pathlib
import re
import shlex
import shutil

import common
import errorcheck

DIRS = [".", "ken", "chan", "interface", "syntax", "dwarf", "fixedbugs",
        "codegen", "runtime", "abi", "typeparam", "typeparam/mdempsky"]
ERROR_RECIPES = {"errorcheck", "errorcheckdir", "errorcheckoutput",
                 "errorcheckwithauto"}
# What Go's own driver puts into the environment of the programs.
SYSTEM = {"GOOS": "linux", "GOARCH": "amd64"}
# Where programs that run the go command find one that is escargo.
TOOLS = str(common.ROOT / "testdata" / "harness" / "bin")
# Recipes that this module carries out.
RUN = {}


class Test:
    """One file of Go's test folder.

    name    fixedbugs/bug123.go
    recipe  first word of its comment
    flags   for the compiler
    args    what follows the flags
    wants_error  some message is expected
    """

    def __init__(self, root, name):
        self.root, self.name = root, name
        self.path = root / name
        self.source = self.path.read_bytes().decode("utf-8", "surrogateescape")
        self.flags, self.args, self.timeout = [], [], 60
        self.single = False
        self.recipe = self.read_recipe()
        self.wants_error = self.recipe in ERROR_RECIPES
        self.read_flags()

    def read_recipe(self):
        head = self.source.split("\n\n", 1)[0]
        first, _, rest = head.partition("\n")
        if rest and "+build" in first:
            head = rest
        head = head[2:] if head.startswith("//") else head
        try:
            words = shlex.split(head)
        except ValueError:
            return "none"
        if not words or self.source.startswith("\n"):
            return "none"
        self.args = words[1:]
        return words[0]

    def read_flags(self):
        args = self.args
        while args and args[0].startswith("-"):
            flag = args.pop(0)
            if flag == "-0":
                self.wants_error = False
            elif flag == "-1":
                self.wants_error = True
            elif flag == "-s":
                self.single = True
            elif flag == "-t":
                self.timeout = int(args.pop(0))
            elif flag == "-goexperiment":
                args.pop(0)  # experiments of gc: none apply
            else:
                self.flags.append(flag)

    def dir(self):
        return self.path.with_suffix(".dir")

    def files(self):
        """The sources that the recipe compiles."""
        if self.recipe.endswith("dir") and self.dir().is_dir():
            return sorted(self.dir().glob("*.go"))
        return [self.path]

    def expected_output(self):
        path = self.path.with_suffix(".out")
        return path.read_text(errors="surrogateescape") if path.exists() else ""


def find(root):
    """All tests that have a recipe, by name."""
    tests = []
    for folder in DIRS:
        for path in sorted((root / folder).glob("*.go")):
            if path.name.startswith((".", "_")):
                continue
            test = Test(root, str(path.relative_to(root)))
            if re.fullmatch("[a-z]+", test.recipe) and \
                    test.recipe not in ("none", "skip", "ignore"):
                tests.append(test)
    return tests


# ------------------------------------------------------------ what they need

TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|`[^`]*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
    r"""|[A-Za-z_]\w*|<-|\S""", re.S)


def tokens(source):
    return [t for t in TOKEN.findall(source)
            if not t.startswith(("//", "/*"))]


def imports(words):
    """Import paths, from the tokens of a file."""
    found, i = [], 0
    while i < len(words):
        if words[i] == "import":
            group = words[i + 1:i + 2] == ["("]
            stop = words.index(")", i) if group and ")" in words[i:] else i + 4
            found += [w[1:-1] for w in words[i:stop] if w[:1] in "\"`"][
                :None if group else 1]
            i = stop if group else i + 1
        elif words[i] in ("func", "type", "var", "const"):
            break
        else:
            i += 1
    return found


def has_type_parameters(words):
    """func f[, or type T[P C where P is followed by what begins a type."""
    for i, word in enumerate(words[:-4]):
        if word == "func" and words[i + 2] == "[":
            return True
        starts_spec = word == "type" or words[i - 1:i] in (["("], [";"])
        if starts_spec and words[i + 2] == "[" and \
                re.match(r"[A-Za-z_]", words[i + 3]) and \
                re.match(r"[A-Za-z_~,]", words[i + 4]):
            return True
    return False


def constraint_fails(source):
    """Whether the file is for another system; as Go's driver, one line at a
    time, above the package clause."""
    true = {"linux", "amd64", "gc", "cgo", "test_run"}
    for line in source.split("\npackage", 1)[0].split("\n"):
        match = re.match(r"//go:build (.*)|// \+build (.*)", line)
        if not match:
            continue
        if match[1]:
            text = re.sub(r"[\w.]+", lambda m: str(m[0] in true), match[1])
            for old, new in (("&&", " and "), ("||", " or "), ("!", " not ")):
                text = text.replace(old, new)
            holds = eval(text)  # only True, False and operators are left
        else:
            holds = any(all((w.lstrip("!") in true) != w.startswith("!")
                            for w in group.split(","))
                        for group in match[2].split())
        if not holds:
            return True
    return False


def sources(test):
    """The tokens of each of its files."""
    more = [test.root / a for a in test.args if a.endswith(".go")]
    for path in test.files() + more:
        yield tokens(path.read_bytes().decode("utf-8", "surrogateescape"))


def imported(test):
    """The packages that it imports, but for its own."""
    return {name for words in sources(test) for name in imports(words)
            if not name.startswith((".", "test/"))}


def needs(test):
    """What a test uses beyond the plain language: a set of words."""
    result = set()
    if constraint_fails(test.source):
        result.add("another system")
    if test.name.startswith("typeparam/"):
        result.add("type parameters")
    if imported(test) - {"unsafe"}:
        result.add("imports")
    if any(has_type_parameters(words) for words in sources(test)):
        result.add("type parameters")
    return result


# ------------------------------------------------------------------- recipes

def recipe(*names):
    def register(function):
        for name in names:
            RUN[name] = function
        return function
    return register


def compiler_problem(result, expect_errors):
    """Whether the compiler ended as it may at all."""
    if result.status not in (0, 1):
        return f"compiler: {common.describe(result)}\n{result.both()}"
    if expect_errors and result.status == 0:
        return f"compiled, but errors are expected\n{result.both()}"
    if expect_errors is False and result.status != 0:
        return f"does not compile\n{result.both()}"
    return None


def compile_files(ctx, flags, files, cwd):
    return common.run([ctx.escargo, "compile", *flags, *map(str, files)],
                      cwd=cwd, timeout=ctx.timeout, merge=True)


@recipe("errorcheck", "errorcheckwithauto")
def run_errorcheck(test, ctx, temp):
    flags = list(test.flags)
    for i, flag in enumerate(flags):
        if flag.startswith("-d="):
            flags[i] += ",ssa/check/on"
            break
    result = compile_files(
        ctx, ["-p=p", "-d=panic", "-C", "-e", "-o", "a.o", *flags],
        [test.path], temp)
    return compiler_problem(result, test.wants_error) or errorcheck.check(
        result.out, [(test.path, test.path.name)],
        test.recipe == "errorcheckwithauto")


@recipe("compile")
def run_compile(test, ctx, temp):
    result = compile_files(ctx, ["-e", "-p=p", "-o", "a.o", *test.flags],
                           [test.path], temp)
    return compiler_problem(result, False)


def packages(test):
    """The folder's packages in order: [(name, [path])]."""
    found = {}
    for i, path in enumerate(test.files()):
        words = tokens(path.read_bytes().decode("utf-8", "surrogateescape"))
        name = words[words.index("package") + 1]
        found.setdefault((name, i) if test.single else name, (name, []))
        found[(name, i) if test.single else name][1].append(path)
    return list(found.values())


def lay_out(test, temp):
    """Each package in a folder named after its first file, below test/, where
    `-D test -I TEMP` finds `import "./a"`."""
    for _, files in packages(test):
        folder = pathlib.Path(temp, "test", files[0].stem)
        folder.mkdir(parents=True)
        for path in files:
            (folder / path.name).symlink_to(path)


def compile_package(test, ctx, temp, name, files):
    path = "main" if name == "main" else "test/" + files[0].stem
    flags = ["-e", "-D", "test", "-I", str(temp), "-p", path, "-o", "a.o"]
    return compile_files(ctx, flags + test.flags, files, temp)


@recipe("compiledir")
def run_compiledir(test, ctx, temp):
    lay_out(test, temp)
    for name, files in packages(test):
        result = compile_package(test, ctx, temp, name, files)
        problem = compiler_problem(result, False)
        if problem:
            return f"package {name}: {problem}"
    return None


def faulty_package(test):
    """The index of the package that may not compile, or None: the last one, or
    if that one is run, the last but one."""
    return len(packages(test)) - (2 if test.recipe.endswith("rundir") else 1) \
        if test.wants_error else None


@recipe("errorcheckdir")
def run_errorcheckdir(test, ctx, temp):
    lay_out(test, temp)
    for i, (name, files) in enumerate(packages(test)):
        result = compile_package(test, ctx, temp, name, files)
        problem = compiler_problem(result, i == faulty_package(test)) or \
            errorcheck.check(result.out, [(f, f.name) for f in files])
        if problem:
            return f"package {name}: {problem}"
    return None


def check_output(test, result):
    if result.status != 0:
        return f"{common.describe(result)}\n{result.out}"
    expected = test.expected_output()
    if result.out != expected:
        return f"expected:\n{expected}\nprinted:\n{result.out}"
    return None


def build_and_run(test, ctx, temp, flags, files):
    result = common.run([ctx.escargo, "build", *ctx.flags, *flags, "-o",
                         "a.exe", *map(str, files)],
                        cwd=temp, timeout=ctx.timeout, merge=True)
    problem = compiler_problem(result, False)
    if problem:
        return problem
    if test.recipe in ("build", "builddir"):
        return None
    return check_output(test, ctx.run(
        [str(pathlib.Path(temp, "a.exe")), *test.args],
        cwd=test.root if test.recipe == "run" else temp, env=ctx.env,
        timeout=test.timeout, merge=True))


@recipe("run", "build", "buildrun")
def run_run(test, ctx, temp):
    """As for `go run`, Go files that lead the arguments are sources, too."""
    files = [test.path]
    while test.args and test.args[0].endswith(".go"):
        files.append(test.path.parent / test.args.pop(0))
    return build_and_run(test, ctx, temp, test.flags, files)


@recipe("builddir", "buildrundir")
def run_buildrundir(test, ctx, temp):
    return build_and_run(test, ctx, temp, test.flags, test.files())


@recipe("rundir")
def run_rundir(test, ctx, temp):
    lay_out(test, temp)
    files = packages(test)[-1][1]
    own = [*test.flags, "-ldflags"]
    at = own.index("-ldflags")  # what follows is the linker's
    flags = ["-gcflags", " ".join(["-D test -I", str(temp), *own[:at]]),
             "-ldflags", " ".join(own[at + 1:-1])]
    return build_and_run(test, ctx, temp, flags, files)


@recipe("errorcheckandrundir")
def run_errorcheckandrundir(test, ctx, temp):
    problem = run_errorcheckdir(test, ctx, temp)
    if problem:
        return problem
    shutil.rmtree(pathlib.Path(temp, "test"))
    return run_rundir(test, ctx, temp)


@recipe("runindir")
def run_runindir(test, ctx, temp):
    folder = pathlib.Path(temp, "src", test.dir().name)
    shutil.copytree(test.dir(), folder)
    (folder / "go.mod").write_text(f"module {folder.name}\ngo 1.14\n")
    return check_output(test, common.run(
        [ctx.escargo, "run", *ctx.flags, *test.flags, "."], cwd=folder,
        timeout=test.timeout, merge=True))


def run_generator(test, ctx):
    """Its arguments may be further files, named as seen from the root."""
    return common.run([ctx.escargo, "run", *ctx.flags, test.name, *test.args],
                      cwd=test.root, timeout=test.timeout)


@recipe("runoutput")
def run_runoutput(test, ctx, temp):
    first = run_generator(test, ctx)
    if first.status != 0:
        return f"generator: {common.describe(first)}\n{first.both()}"
    path = pathlib.Path(temp, "tmp__.go")
    path.write_text(first.out)
    return build_and_run(test, ctx, temp, [], [path])


@recipe("errorcheckoutput")
def run_errorcheckoutput(test, ctx, temp):
    first = run_generator(test, ctx)
    if first.status != 0:
        return f"generator: {common.describe(first)}\n{first.both()}"
    path = pathlib.Path(temp, "tmp__.go")
    path.write_text(first.out)
    result = compile_files(ctx, ["-p=p", "-d=panic", "-e", "-o", "a.o",
                                 *test.flags], [path], temp)
    return compiler_problem(result, test.wants_error) or errorcheck.check(
        result.out, [(path, path.name)])


class Context:
    """With which compiler, and which flags for the programs that run."""

    def __init__(self, build="build", flags=(), timeout=60, stress=False):
        self.escargo = common.escargo(build)
        self.flags, self.timeout = list(flags), timeout
        self.run = common.run_stressed if stress else common.run
        self.env = {**SYSTEM, "ESCARGO": self.escargo,
                    "PATH": TOOLS + ":" + os.environ.get("PATH", "")}


def perform(test, ctx):
    """None if the test passes, else what is wrong."""
    if test.recipe not in RUN:
        return f"recipe {test.recipe} is not carried out here"
    with common.temp_dir() as temp:
        return RUN[test.recipe](test, ctx, temp)
