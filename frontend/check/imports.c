/*
 * imports.c - import declarations and what becomes of them.
 *
 * An import enters the imported package's name, or with a dot all exported
 * names, in the scope of the *file*. A package that cannot be loaded is
 * replaced by a fake one that counts as used and whose members are silently
 * invalid, so that one missing file gives one message.
 *
 *     import "fmt"          fmt     in the scope of this file
 *     import f "fmt"        f
 *     import . "fmt"        Println, Printf ... (no other names)
 *     import _ "fmt"        nothing; the package is linked and initialised
 *
 * File scopes lie between the package and the universe for lookup, but a name
 * may not be declared in both a file and the package: that is checked when all
 * files have been collected.
 */
#include "frontend/check/resolve.h"

/* Characters that no import path may have; the list is gc's. */
static bool is_bad_in_path(uint32_t r) {
  static const char bad[] = "!\"#$%&'()*,:;<=>?[\\]^{|}`";
  if (r < 0x80 && r != 0 && strchr(bad, (int)r))
    return true;
  return r == 0xFFFD || r == ' ' || !rune_is_print(r);
}

/* Reports a path that no package can have. */
static bool is_valid_path(Checker *ck, const Expr *at, const char *path,
                          size_t len) {
  if (len == 0)
    report(ck, at->pos, "invalid import path (empty string)");
  for (size_t i = 0; i < len;) {
    int width;
    uint32_t r = utf8_decode(path + i, len - i, &width);
    if (is_bad_in_path(r)) {
      char hex[16];
      snprintf(hex, sizeof hex, "U+%04X", r);
      Text t = {0};
      text_puts(&t, hex);
      if (rune_is_print(r)) {
        text_puts(&t, " '");
        text_rune(&t, r);
        text_putc(&t, '\'');
      }
      report(ck, at->pos, "invalid import path (invalid character %s)", t.data);
      text_free(&t);
      return false;
    }
    i += (size_t)width;
  }
  return len > 0;
}

/* Enters p and all below it; packages that share a name are told apart by their
   paths in messages. */
static void mark_clashes(Compiler *c, Map *names, Map *seen, Package *p) {
  if (map_has(seen, p))
    return;
  map_set(&c->arena, seen, p, p);
  Package *other = p->name ? map_get(names, p->name) : NULL;
  p->name_clash = other != NULL;
  p->import_clash = false;
  if (other)
    other->name_clash = true;
  else if (p->name)
    map_set(&c->arena, names, p->name, p);
  for (uint32_t i = 0; i < p->imports.len; i++)
    mark_clashes(c, names, seen, p->imports.items[i]);
}

/* Before the first message of the package is made. */
void imports_mark_clashes(Compiler *c, Package *pkg) {
  Map names = {0}, seen = {0};
  mark_clashes(c, &names, &seen, pkg);
}

/* Stands for a package that could not be loaded: named after its path. */
static Package *fake_package(Checker *ck, const char *path) {
  Package *p = NEW(&ck->c->arena, Package);
  size_t len = strlen(path);
  if (len > 0 && path[len - 1] == '/')
    len--;
  size_t start = len;
  while (start > 0 && path[start - 1] != '/')
    start--;
  p->path = path;
  p->name = name_intern(ck->c, path + start, len - start);
  p->scope = scope_new(ck->c, ck->c->universe->scope);
  p->fake = true;
  return p;
}

/* The package at the path of an import; a fake one after an error. Loading
   each path once per package is what keeps the message single. */
static Package *import_package(Checker *ck, const Expr *at, const char *path) {
  if (strcmp(path, "unsafe") == 0) {
    ck->pkg->uses_unsafe = true;
    return ck->c->universe->unsafe_package;
  }
  const Name *key = name_of(ck->c, path);
  Package *p = map_get(&ck->imported, key);
  if (p)
    return p;
  const char *why = NULL;
  p = load_import(ck->c, path, at->pos, ck->pkg->dir, &why);
  if (!p) {
    report(ck, at->pos, "could not import %s (%s)", path, why ? why : "");
    p = fake_package(ck, path);
  }
  map_set(&ck->c->arena, &ck->imported, key, p);
  return p;
}

/* The loader has done it already for packages that it loads. */
static void add_direct_import(Checker *ck, Package *p) {
  for (uint32_t i = 0; i < ck->pkg->imports.len; i++)
    if (ck->pkg->imports.items[i] == p)
      return;
  if (p != ck->c->universe->unsafe_package && p->height >= ck->pkg->height)
    ck->pkg->height = p->height + 1;
  list_push(&ck->c->arena, &ck->pkg->imports, p);
}

/* All exported names of the imported package, in order of its source. */
static void dot_import(Checker *ck, File *file, Decl *d, Object *import) {
  const Scope *from = import->pkg.imported->scope;
  list_push(&ck->c->arena, &ck->dot_imports,
            ((DotImport){.scope = file->scope, .import = import}));
  for (uint32_t i = 0; i < from->order.len; i++) {
    Object *obj = from->order.items[i];
    if (!obj->name->exported)
      continue;
    const Object *alt = scope_lookup_here(file->scope, obj->name);
    if (!alt)
      scope_insert(ck->c, file->scope, obj);
    else
      report(ck, d->import.local_pos, "%n redeclared in this block%s",
             alt->name, other_declaration(ck, alt));
  }
}

/* The path of an import; NULL after a message. */
static const char *import_path(Checker *ck, const Expr *lit) {
  if (!lit || lit->kind != EXPR_LITERAL || lit->sub != LIT_STRING ||
      (lit->flags & EXPR_F_BAD_LIT))
    return NULL;
  size_t len;
  const Const *v =
      const_from_literal(ck->c, LIT_STRING, lit->lit.text, lit->lit.len);
  const char *text = const_string_value(v, &len);
  if (!is_valid_path(ck, lit, text, len))
    return NULL;
  return arena_strndup(&ck->c->arena, text, len);
}

/* The object of an import stands at the spec, and so do messages about it. */
void collect_import(Checker *ck, File *file, Decl *d) {
  const char *path = import_path(ck, d->import.path);
  if (!path)
    return;
  Package *p = import_package(ck, d->import.path, path);
  const Name *name = d->import.local ? d->import.local : p->name;
  if (d->import.local && strcmp(path, "C") == 0) {
    report(ck, d->import.local_pos, "cannot rename import \"C\"");
    return;
  }
  if (name == ck->c->universe->init) {
    report(ck, d->pos, "cannot import package as init - init must be a func");
    return;
  }
  add_direct_import(ck, p);
  Object *obj = object_new(ck->c, OBJ_PACKAGE, d->pos, name,
                           ck->c->universe->invalid, ck->pkg);
  obj->color = COLOR_BLACK;
  obj->pkg.imported = p;
  obj->pkg.decl = d;
  d->import.obj = obj;
  if (p->fake)
    obj->flags |= OBJ_F_USED | OBJ_F_FAKE;
  list_push(&ck->c->arena, &ck->imports, obj);
  if (name_is(name, "."))
    dot_import(ck, file, d, obj);
  else
    declare(ck, file->scope, obj, NO_POS);
}

/* The name is mentioned if it is not the last part of the path. */
void report_unused_imports(Checker *ck) {
  for (uint32_t i = 0; i < ck->imports.len; i++) {
    const Object *obj = ck->imports.items[i];
    if ((obj->flags & OBJ_F_USED) || name_is_blank(obj->name))
      continue;
    const char *path = obj->pkg.imported->path;
    const char *slash = strrchr(path, '/');
    const char *last = slash ? slash + 1 : path;
    if (name_is(obj->name, ".") || name_is(obj->name, last))
      report(ck, obj->pos, "imported and not used: \"%s\"", path);
    else
      report(ck, obj->pos, "imported and not used: \"%s\" as %n", path,
             obj->name);
  }
}
