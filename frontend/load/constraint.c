/*
 * constraint.c - which files of a folder belong to this build.
 *
 * A file may be bound to a system by its name (poll_linux.go, x_amd64.go) or
 * by an expression over tags in its header:
 *
 *   //go:build linux && !(arm || purego)
 *
 *   // +build linux,!arm darwin        older: blank is or, comma is and,
 *   // +build !purego                  lines are and
 *
 * A //go:build line wins over any // +build line. The grammar:
 *
 *   or = and {"||" and}   and = not {"&&" not}
 *   not = ["!"] atom      atom = tag | "(" or ")"
 *
 * The facts (known systems, which part of a name counts) are those of Go's
 * go/build package.
 */
#include "frontend/load/load.h"

#include <ctype.h>
#include <stdlib.h>

static const char *const known_systems[] = {
    "aix",     "android", "darwin",  "dragonfly", "freebsd", "hurd",
    "illumos", "ios",     "js",      "linux",     "nacl",    "netbsd",
    "openbsd", "plan9",   "solaris", "windows",   "zos"};

static const char *const known_archs[] = {
    "386",       "amd64",       "amd64p32", "arm",    "armbe",   "arm64",
    "arm64be",   "loong64",     "mips",     "mipsle", "mips64",  "mips64le",
    "mips64p32", "mips64p32le", "ppc",      "ppc64",  "ppc64le", "riscv",
    "riscv64",   "s390",        "s390x",    "sparc",  "sparc64", "wasm"};

/* Tags that hold for every package. */
static const char *const always[] = {"linux", "unix", "gc"};
/* Tags of gc for amd64: the calling convention that its assembly assumes. */
static const char *const machine_tags[] = {"goexperiment.regabiwrappers",
                                           "goexperiment.regabiargs"};
/* Tags that make packages do without assembly. */
static const char *const pure_tags[] = {"purego", "math_big_pure_go",
                                        "appengine", "noasm"};

/* s, of len bytes and without NUL, is word. */
static bool equal(const char *s, size_t len, const char *word) {
  return strlen(word) == len && memcmp(s, word, len) == 0;
}

static bool in(const char *s, size_t len, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (equal(s, len, list[i]))
      return true;
  return false;
}

/* go1.1 up to the version we are. */
static bool is_release(const char *s, size_t len) {
  if (len < 5 || memcmp(s, "go1.", 4) != 0 || s[4] == '0')
    return false;
  int n = 0;
  for (size_t i = 4; i < len; i++) {
    if (!isdigit((unsigned char)s[i]) || n > 100)
      return false;
    n = n * 10 + (s[i] - '0');
  }
  return n <= 19;
}

/* Whether a tag is true for this build; an unknown one is not. */
static bool tag_holds(const BuildTags *t, const char *s, size_t len) {
  return in(s, len, always, COUNT(always)) || equal(s, len, t->arch) ||
         is_release(s, len) ||
         (t->pure ? in(s, len, pure_tags, COUNT(pure_tags))
                  : in(s, len, machine_tags, COUNT(machine_tags))) ||
         in(s, len, t->more, t->nmore);
}

static bool is_tag_char(char ch) {
  return isalnum((unsigned char)ch) || ch == '_' || ch == '.' ||
         (unsigned char)ch >= 0x80;
}

/* ------------------------------------------------------------ //go:build */

/* Recursive descent over the grammar above; each function reads its part and
   returns its value. */
typedef struct Parser {
  const BuildTags *tags;
  const char *at, *end;
  const char *error; /* NULL while all is well */
  int depth;
} Parser;

static bool eval_or(Parser *p);

static void skip_blanks(Parser *p) {
  while (p->at < p->end && (*p->at == ' ' || *p->at == '\t'))
    p->at++;
}

/* Steps over `token` if it is next, behind blanks. */
static bool accept(Parser *p, const char *token) {
  size_t len = strlen(token);
  skip_blanks(p);
  if ((size_t)(p->end - p->at) < len || memcmp(p->at, token, len) != 0)
    return false;
  p->at += len;
  return true;
}

/* Keeps the first error, and goes to the end so that all functions return. */
static bool fail(Parser *p, const char *why) {
  if (!p->error)
    p->error = why;
  p->at = p->end;
  return false;
}

static bool eval_atom(Parser *p) {
  if (accept(p, "(")) {
    if (++p->depth > 1000)
      return fail(p, "build expression too large");
    bool value = eval_or(p);
    p->depth--;
    return accept(p, ")") ? value : fail(p, "missing close paren");
  }
  const char *start = p->at;
  while (p->at < p->end && is_tag_char(*p->at))
    p->at++;
  if (p->at == start)
    return fail(p, start == p->end ? "unexpected end of expression"
                                   : "unexpected token");
  return tag_holds(p->tags, start, (size_t)(p->at - start));
}

static bool eval_not(Parser *p) {
  if (!accept(p, "!"))
    return eval_atom(p);
  if (accept(p, "!"))
    return fail(p, "double negation not allowed");
  return !eval_atom(p);
}

/* No short cut: the right side must be read, as its errors count. */
static bool eval_and(Parser *p) {
  bool value = eval_not(p);
  while (accept(p, "&&")) {
    bool right = eval_not(p);
    value = value && right;
  }
  return value;
}

static bool eval_or(Parser *p) {
  bool value = eval_and(p);
  while (accept(p, "||")) {
    bool right = eval_and(p);
    value = value || right;
  }
  return value;
}

bool constraint_eval(const BuildTags *t, const char *expr, size_t len,
                     const char **error) {
  Parser p = {.tags = t, .at = expr, .end = expr + len};
  bool value = eval_or(&p);
  skip_blanks(&p);
  if (p.at < p.end)
    fail(&p, "unexpected token");
  if (error)
    *error = p.error;
  return value && !p.error;
}

/* -------------------------------------------------------------- // +build */

/* "a,!b": all of them; a malformed word is a tag that does not hold. */
static bool eval_option(const BuildTags *t, const char *s, size_t len) {
  const char *end = s + len;
  while (s < end) {
    const char *comma = memchr(s, ',', (size_t)(end - s));
    const char *stop = comma ? comma : end;
    bool negated = s < stop && *s == '!';
    s += negated;
    bool ok = s < stop;
    for (const char *p = s; p < stop; p++)
      ok = ok && is_tag_char(*p);
    if (!ok || tag_holds(t, s, (size_t)(stop - s)) == negated)
      return false;
    s = stop + (comma != NULL);
  }
  return len > 0;
}

/* "a,b c": one of them. */
static bool eval_plus_line(const BuildTags *t, const char *s, size_t len) {
  const char *end = s + len;
  while (s < end) {
    while (s < end && (*s == ' ' || *s == '\t'))
      s++;
    const char *word = s;
    while (s < end && *s != ' ' && *s != '\t')
      s++;
    if (s > word && eval_option(t, word, (size_t)(s - word)))
      return true;
  }
  return false;
}

/* ----------------------------------------------------------------- header */

/* What the lines above the package clause say. */
typedef struct Header {
  const char *build; /* expression of //go:build; NULL: none */
  size_t build_len;
  bool several;   /* more than one //go:build line */
  bool plus;      /* the // +build lines hold, those in force */
  bool plus_next; /* the same with those since the last blank line */
} Header;

static bool begins(const char *s, size_t len, const char *word) {
  return len >= strlen(word) && memcmp(s, word, strlen(word)) == 0;
}

/* Takes note of a `//` comment that is a constraint. */
static void read_comment(const BuildTags *t, Header *h, const char *s,
                         size_t len) {
  static const char go_build[] = "//go:build";
  size_t n = sizeof go_build - 1;
  if (begins(s, len, go_build) && (len == n || s[n] == ' ' || s[n] == '\t')) {
    h->several = h->build != NULL;
    h->build = s + n;
    h->build_len = len - n;
    return;
  }
  for (s += 2, len -= 2; len && (*s == ' ' || *s == '\t'); s++)
    len--;
  n = strlen("+build");
  if (begins(s, len, "+build") && (len == n || s[n] == ' ' || s[n] == '\t'))
    h->plus_next = h->plus_next && eval_plus_line(t, s + n, len - n);
}

/* Reads lines until the first that is neither blank nor a comment. A +build
   line counts only if a blank line follows its run of comments. */
static void read_header(const BuildTags *t, Header *h, const char *s,
                        const char *end) {
  bool in_block = false;
  while (s < end) {
    const char *nl = memchr(s, '\n', (size_t)(end - s));
    const char *stop = nl ? nl : end, *next = nl ? nl + 1 : end;
    while (s < stop && isspace((unsigned char)*s))
      s++;
    while (stop > s && isspace((unsigned char)stop[-1]))
      stop--;
    size_t len = (size_t)(stop - s);
    if (in_block || begins(s, len, "/*")) {
      const char *close = memmem(s, len, "*/", 2);
      in_block = !close;
      if (close && close + 2 < stop) {
        s = close + 2; /* what follows on this line */
        continue;
      }
    } else if (len == 0) {
      h->plus = h->plus_next;
    } else if (begins(s, len, "//")) {
      read_comment(t, h, s, len);
    } else {
      return;
    }
    s = next;
  }
}

bool constraint_holds(const BuildTags *t, const char *text, size_t len,
                      const char **error) {
  Header h = {.plus = true, .plus_next = true};
  *error = NULL;
  if (begins(text, len, "\xef\xbb\xbf"))
    text += 3, len -= 3;
  read_header(t, &h, text, text + len);
  if (h.several) {
    *error = "multiple //go:build comments";
    return false;
  }
  return h.build ? constraint_eval(t, h.build, h.build_len, error) : h.plus;
}

/* -------------------------------------------------------------- file names */

bool file_name_matches(const BuildTags *t, const char *name) {
  const char *part[2] = {NULL, NULL}; /* the last two behind underscores */
  size_t len[2] = {0, 0};
  size_t end = strcspn(name, ".");
  const char *s = memchr(name, '_', end);
  if (name[0] == '_' || name[0] == '.')
    return false;
  while (s) {
    s++;
    size_t left = (size_t)(name + end - s);
    const char *next = memchr(s, '_', left);
    size_t n = next ? (size_t)(next - s) : left;
    if (next || !equal(s, n, "test")) {
      part[0] = part[1], len[0] = len[1];
      part[1] = s, len[1] = n;
    }
    s = next;
  }
  bool system =
      part[1] && in(part[1], len[1], known_systems, COUNT(known_systems));
  bool arch = part[1] && in(part[1], len[1], known_archs, COUNT(known_archs));
  if (arch && part[0] &&
      in(part[0], len[0], known_systems, COUNT(known_systems)))
    return tag_holds(t, part[0], len[0]) && tag_holds(t, part[1], len[1]);
  return (!system && !arch) || tag_holds(t, part[1], len[1]);
}
