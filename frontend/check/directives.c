/*
 * directives.c - `//go:` directives, once the package is known to be correct.
 *
 * The parser attaches a directive to the declaration that follows it without
 * asking whether it makes sense there; gc answers that only for packages
 * without type errors, and so do we:
 *
 *     //go:noinline
 *     var x int             misplaced compiler directive
 *
 * The table allowed_pragmas says what may stand before which declaration.
 *
 * Here, too: //go:linkname, //go:embed, functions without body, types that are
 * too large, and types declared in generic functions, which Go 1.19 does not
 * have yet.
 */
#include "frontend/check/resolve.h"
#include "frontend/load/load.h"

enum {
  MAX_CHAN_ELEM = 1 << 16,
  FUNC_PRAGMAS = PRAGMA_NOINLINE | PRAGMA_NOSPLIT | PRAGMA_NOESCAPE |
                 PRAGMA_NORACE | PRAGMA_NOCHECKPTR | PRAGMA_UINTPTR_ESCAPES |
                 PRAGMA_UINTPTR_KEEPALIVE | PRAGMA_CGO_UNSAFE_ARGS |
                 PRAGMA_SYSTEMSTACK | PRAGMA_NOWRITEBARRIER |
                 PRAGMA_NOWRITEBARRIERREC | PRAGMA_YESWRITEBARRIERREC |
                 PRAGMA_REGISTERPARAMS
};

/* Which directives a declaration takes; those of the file are separate. */
static const uint32_t allowed_pragmas[DECL_COUNT] = {
    [DECL_TYPE] = PRAGMA_NOTINHEAP,
    [DECL_VAR] = PRAGMA_EMBED,
    [DECL_FUNC] = FUNC_PRAGMAS,
};

/* Some directives need an import in their own file. */
static bool file_imports(const File *file, const char *path) {
  for (uint32_t i = 0; i < file->n; i++) {
    const Decl *d = file->decls[i];
    if (d->kind == DECL_IMPORT && d->import.obj &&
        strcmp(d->import.obj->pkg.imported->path, path) == 0)
      return true;
  }
  return false;
}

/* ---------------------------------------------------------------- embed -- */

/* Whether d stands outside of functions. */
static bool is_package_level(const File *file, const Decl *d) {
  for (uint32_t i = 0; i < file->n; i++)
    if (file->decls[i] == d)
      return true;
  return false;
}

/* Why //go:embed cannot stand before d; NULL: it can. */
static const char *embed_problem(Checker *ck, const File *file, const Decl *d) {
  if (!file_imports(file, "embed"))
    return "only allowed in Go files that import \"embed\"";
  if (d->value.n > 1)
    return "cannot apply to multiple vars";
  if (d->value.values)
    return "cannot apply to var with initializer";
  if (!d->value.type)
    return "cannot apply to var without type";
  if (!is_package_level(file, d))
    return "cannot apply to var inside func";
  if (!version_allows(ck, 16))
    return report_text(
        ck, "requires go1.16 or later (-lang was set to go1.%d; check go.mod)",
        language_version(ck));
  return NULL;
}

/* What a variable of type t takes; false: nothing. */
static bool embed_kind(Type *t, EmbedKind *kind) {
  const Type *under = type_under(t);
  *kind = EMBED_FS;
  if (t->kind == TYPE_NAMED && t->named.obj->package &&
      strcmp(t->named.obj->package->path, "embed") == 0 &&
      name_is(t->named.obj->name, "FS"))
    return true;
  *kind = EMBED_STRING;
  if (under->kind == TYPE_BASIC && under->basic.kind == BASIC_STRING)
    return true;
  *kind = EMBED_BYTES;
  const Type *elem =
      under->kind == TYPE_SLICE ? type_under(under->slice.elem) : NULL;
  return elem && elem->kind == TYPE_BASIC && elem->basic.kind == BASIC_UINT8;
}

/* Adds what the patterns of one directive name. */
static void embed_patterns(Checker *ck, const DeclPragma *p,
                           EmbedFiles *files) {
  Arena *a = &ck->c->arena;
  const uint32_t verb = sizeof "go:embed" - 1;
  Span word, rest = {p->text.s + verb, p->text.len - verb};
  const char *pattern;
  while (next_word(a, &rest, &word, &pattern)) {
    const char *why = embed_pattern(ck->c, ck->pkg->dir, pattern, files);
    if (why)
      report(ck, p->pos + (Pos)(word.s - p->text.s), "pattern %s: %s", pattern,
             why);
  }
}

/* The entry of a variable, which may have several directives. */
static Embed *embed_of(Checker *ck, Object *var) {
  for (uint32_t i = 0; i < ck->pkg->embeds.len; i++)
    if (ck->pkg->embeds.items[i].var == var)
      return &ck->pkg->embeds.items[i];
  list_push(&ck->c->arena, &ck->pkg->embeds, ((Embed){.var = var}));
  return &ck->pkg->embeds.items[ck->pkg->embeds.len - 1];
}

/* Only `build` looks for files: `go tool compile` is told of them, by a flag
   that escargo does not have. */
static void check_embed(Checker *ck, const File *file, const DeclPragma *p) {
  const char *problem = embed_problem(ck, file, p->decl);
  if (problem) {
    report(ck, p->pos, "go:embed %s", problem);
    return;
  }
  if (!loader_of(ck->c)->options.strict) {
    report(ck, p->pos,
           "invalid go:embed: build system did not supply embed configuration");
    return;
  }
  Object *var = p->decl->value.names[0]->name.obj;
  EmbedKind kind;
  if (!embed_kind(var->type, &kind)) {
    report(ck, var->pos, "go:embed cannot apply to var of type %T", var->type);
    return;
  }
  Embed *e = embed_of(ck, var);
  e->kind = kind;
  embed_patterns(ck, p, &e->files);
  if (kind != EMBED_FS && e->files.len > 1)
    report(ck, var->pos, "invalid go:embed: multiple files for type %T",
           var->type);
}

/* ------------------------------------------------------------- placement -- */

/* One directive and the declaration behind it. */
static void check_pragma(Checker *ck, const File *file, const DeclPragma *p) {
  uint32_t allowed = p->decl ? allowed_pragmas[p->decl->kind] : PRAGMA_BUILD;
  if (p->decl && p->decl->alias)
    allowed = 0;
  if (!(p->pragma & allowed))
    report(ck, p->pos,
           p->pragma == PRAGMA_EMBED ? "misplaced go:embed directive"
                                     : "misplaced compiler directive");
  else if (p->pragma == PRAGMA_EMBED)
    check_embed(ck, file, p);
}

/* Its body may be anywhere then. */
static bool is_linknamed(const Checker *ck, const Decl *d) {
  return map_has(&ck->linknames, d->func.obj);
}

/* Combinations that contradict each other or the body. */
static void check_function(Checker *ck, const Decl *d) {
  uint32_t p = d->pragmas;
  if ((p & PRAGMA_SYSTEMSTACK) && (p & PRAGMA_NOSPLIT))
    report(ck, d->pos, "go:nosplit and go:systemstack cannot be combined");
  if (!d->func.body) {
    bool complete = ck->c->options.complete && ck->pkg->is_main_module;
    if ((complete || ck->pkg->complete) && !is_linknamed(ck, d))
      report(ck, d->pos, "missing function body");
    return;
  }
  if (p & PRAGMA_NOESCAPE)
    report(ck, d->pos,
           "can only use //go:noescape with external func implementations");
  if ((p & PRAGMA_UINTPTR_KEEPALIVE) && !(p & PRAGMA_UINTPTR_ESCAPES) &&
      !(p & PRAGMA_NOSPLIT))
    report(ck, d->pos, "go:uintptrkeepalive requires go:nosplit");
}

/* -------------------------------------------------------------- linkname -- */

/* Gives a function or variable the symbol that the directive asks for. */
static void check_linkname(Checker *ck, const File *file, const Linkname *l) {
  if (!file_imports(file, "unsafe")) {
    report(ck, l->pos,
           "//go:linkname only allowed in Go files that import \"unsafe\"");
    return;
  }
  Object *obj = scope_lookup_here(ck->pkg->scope, l->local);
  if (!obj || (obj->kind != OBJ_VAR && obj->kind != OBJ_FUNC)) {
    if (version_allows(ck, 18))
      report(ck, l->pos,
             "//go:linkname must refer to declared function or variable");
    return;
  }
  if (map_has(&ck->linknames, obj)) {
    report(ck, l->pos, "duplicate //go:linkname for %n", l->local);
    return;
  }
  map_set(&ck->c->arena, &ck->linknames, obj, obj);
  if (obj->kind == OBJ_FUNC && obj->func.fn && l->target)
    obj->func.fn->symbol = l->target;
  else if (obj->kind == OBJ_VAR)
    obj->var.symbol = l->target;
}

/* Why t cannot exist; NULL: it can. Elements of channels are copied through
   small buffers: "channel element type too large (>64kB)". */
static const char *size_problem(Checker *ck, Type *t) {
  const char *problem = type_size_error(ck->c, t, ck->pkg);
  if (!problem && t && t->kind == TYPE_CHAN &&
      type_size(ck->c, t->chan.elem) >= MAX_CHAN_ELEM)
    return "channel element type too large (>64kB)";
  return problem;
}

/* Every array, channel and struct type that was written. */
static void check_sizes(Checker *ck) {
  for (uint32_t i = 0; i < ck->sized.len; i++) {
    const SizedType *s = &ck->sized.items[i];
    if (s->type && (s->type->flags & TYPE_F_HAS_PARAM))
      continue; /* each instance has a size of its own */
    const char *problem = size_problem(ck, s->type);
    if (problem)
      report(ck, s->pos, "%s", problem);
  }
}

/* Conversions that would let the heap hold what must not be there. */
static void report_heap_casts(Checker *ck) {
  for (uint32_t i = 0; i < ck->heap_casts.len; i++) {
    const Expr *call = ck->heap_casts.items[i];
    const Expr *arg = call->call.args[0];
    report(ck, call->pos,
           "cannot convert %e (type %T) to type %T:\n\t%T is incomplete (or "
           "unallocatable), but %T is not",
           arg, arg->type, call->type, type_under(call->type)->ptr.elem,
           type_under(arg->type)->ptr.elem);
  }
}

/* In gc's order: types, conversions, then what directives say. */
void check_directives(Checker *ck) {
  check_sizes(ck);
  report_heap_casts(ck);
  for (uint32_t i = 0; i < ck->generic_locals.len; i++)
    report(ck, ck->generic_locals.items[i],
           "type declarations inside generic functions are not currently "
           "supported");
  for (uint32_t i = 0; i < ck->pkg->nfiles; i++) {
    const File *file = ck->pkg->files[i];
    for (uint32_t k = 0; k < file->linknames.len; k++)
      check_linkname(ck, file, &file->linknames.items[k]);
  }
  for (uint32_t i = 0; i < ck->pkg->nfiles; i++) {
    const File *file = ck->pkg->files[i];
    for (uint32_t k = 0; k < file->directives.len; k++)
      check_pragma(ck, file, &file->directives.items[k]);
    for (uint32_t k = 0; k < file->n; k++)
      if (file->decls[k]->kind == DECL_FUNC)
        check_function(ck, file->decls[k]);
  }
}
