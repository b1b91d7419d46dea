/*
 * type_print.c - types as text, in three dialects.
 *
 *   messages   []byte, main's T as T, another's as p.T   type_string
 *   run time   []uint8, main.T, interface {}             type_runtime_string
 *   -m         []byte, T, p.T, interface {}              type_ir_string
 *   link names []uint8, path/of/p.T, with numbers for    type_link_string
 *              types that are local to functions
 *
 * Messages print a type as it was written (parameter names, byte or uint8);
 * the others print its identity, since identical types must agree.
 *
 * One recursive printer serves all four; where they differ it asks for the
 * dialect, in the function of that piece of syntax. func(b byte) (err error):
 *
 *   messages      func(b byte) (err error)
 *   run time      func(uint8) error
 *   -m            func(byte) error
 *
 * Named types end the recursion: only their names are printed, with type
 * arguments. MAX_DEPTH is for types that a broken program has made cyclic
 * without a name.
 */
#include "frontend/types/types.h"

typedef enum Dialect {
  DIALECT_MESSAGE,
  DIALECT_IR, /* spaces as at run time, names as in messages */
  DIALECT_RUNTIME,
  DIALECT_LINK
} Dialect;

typedef struct Printer {
  Compiler *c; /* not for messages */
  Text *out;
  Dialect dialect;
  const Package *rel; /* whose names are bare; messages only */
  bool paths;         /* qualify names by import path */
  int depth;          /* inside invalid, endless types: stop somewhere */
  bool aliases;       /* of shapes keep their names (type_shape_alias) */
} Printer;

enum {
  MAX_DEPTH = 1000
};

/* Any type; NULL, which only broken programs have, too. */
static void print_type(Printer *p, Type *t);
static void print_signature(Printer *p, Type *t);

static void put(Printer *p, const char *s) { text_puts(p->out, s); }

static void put_name(Printer *p, const Name *n) {
  text_append(p->out, n->text, n->len);
}

/* Dialects that show types as written, not their identity. */
static bool is_spelling(const Printer *p) {
  return p->dialect == DIALECT_MESSAGE || p->dialect == DIALECT_IR;
}

/* The package in front of a name, with its dot. */
static void print_qualifier(Printer *p, const Package *pkg) {
  if (!pkg || (is_spelling(p) && pkg == p->rel))
    return;
  if (p->dialect == DIALECT_LINK || p->paths)
    put(p, pkg->path);
  else if (p->dialect == DIALECT_IR ? pkg->import_clash
                                    : is_spelling(p) && pkg->name_clash)
    text_quote(p->out, pkg->path, strlen(pkg->path));
  else
    put_name(p, pkg->name);
  text_putc(p->out, '.');
}

/* Type arguments. But for messages they are part of the name of the type, the
   same one everywhere. */
static void print_list(Printer *p, Type *const *types, uint32_t n) {
  Dialect outside = p->dialect;
  text_putc(p->out, '[');
  if (outside != DIALECT_MESSAGE)
    p->dialect = DIALECT_LINK;
  for (uint32_t i = 0; i < n; i++) {
    if (i)
      put(p, outside == DIALECT_MESSAGE ? ", " : ",");
    print_type(p, types[i]);
  }
  p->dialect = outside;
  text_putc(p->out, ']');
}

/* [K comparable, A, B any]: equal neighbouring bounds are written once. */
static void print_type_params(Printer *p, TypeParams tparams) {
  text_putc(p->out, '[');
  for (uint32_t i = 0; i < tparams.n; i++) {
    Type *t = tparams.items[i];
    if (i)
      put(p, ", ");
    print_type(p, t);
    if (i + 1 < tparams.n &&
        tparams.items[i + 1]->param.bound == t->param.bound)
      continue;
    text_putc(p->out, ' ');
    print_type(p, t->param.bound);
  }
  text_putc(p->out, ']');
}

/* A name, qualified as the dialect wants, with type arguments. */
static void print_named(Printer *p, Type *t) {
  bool alias = p->aliases && (t->flags & TYPE_F_HAS_PARAM);
  if (t->canon != t && !is_spelling(p) && !alias) {
    print_type(p, t->canon);
    return;
  }
  print_qualifier(p, t->named.obj->package);
  put_name(p, t->named.obj->name);
  if (p->dialect == DIALECT_LINK && t->named.local_index)
    text_printf(p->out, "·%u", t->named.local_index);
  if (t->named.ntargs)
    print_list(p, t->named.targs, t->named.ntargs);
  else if (t->named.tparams.n)
    print_type_params(p, t->named.tparams);
}

/* Identical types must print alike in link names: the canon's name there. */
static void print_basic(Printer *p, Type *t) {
  if (t->basic.kind == BASIC_UNSAFE_POINTER)
    put(p, "unsafe.");
  put_name(p, is_spelling(p) ? t->basic.name : t->canon->basic.name);
}

/* Whether the name of an embedded field says nothing beside its type: not for
   aliases, for predeclared types (their name is of no package, the field's is),
   for instances of generic types. */
static bool is_named_by_type(const Object *f) {
  const Type *t = f->type->kind == TYPE_POINTER ? f->type->ptr.elem : f->type;
  if (t->kind != TYPE_NAMED)
    return t->kind == TYPE_BASIC && f->name->exported;
  const Object *obj = t->named.obj;
  return !t->named.ntargs && obj->name == f->name &&
         (f->name->exported || obj->package == f->package);
}

/* "struct{a int; T}" in messages, "struct { a int; main.T }" elsewhere. In
   link names unexported fields carry their package, as identity does. */
static void print_struct(Printer *p, Type *t) {
  const char *space = p->dialect == DIALECT_MESSAGE || t->st.n == 0 ? "" : " ";
  put(p, p->dialect == DIALECT_MESSAGE ? "struct{" : "struct {");
  put(p, space);
  for (uint32_t i = 0; i < t->st.n; i++) {
    const Object *f = t->st.fields[i];
    if (i)
      put(p, "; ");
    bool embedded = f->flags & OBJ_F_EMBEDDED;
    if (!embedded || (p->dialect == DIALECT_LINK && !is_named_by_type(f))) {
      if (p->dialect == DIALECT_LINK && !f->name->exported)
        print_qualifier(p, f->package);
      put_name(p, f->name);
      put(p, embedded ? " = " : " ");
    }
    print_type(p, f->type);
    if (f->var.tag_len) {
      text_putc(p->out, ' ');
      text_quote(p->out, f->var.tag, f->var.tag_len);
    }
  }
  put(p, space);
  text_putc(p->out, '}');
}

/* Name and signature inside an interface. */
static void print_method(Printer *p, const Object *m) {
  if (!is_spelling(p) && !m->name->exported)
    print_qualifier(p, m->package);
  put_name(p, m->name);
  if (m->type && m->type->kind == TYPE_FUNC)
    print_signature(p, m->type);
}

/* The method after `last` in sorted order; NULL: there is none. The explicit
   methods of an interface stand in source order, and few. */
static const Object *next_method(const Type *t, const Object *last) {
  const Object *best = NULL;
  for (uint32_t i = 0; i < t->iface.nmethods; i++) {
    const Object *m = t->iface.methods[i];
    if ((!last || method_name_compare(m, last) > 0) &&
        (!best || method_name_compare(m, best) < 0))
      best = m;
  }
  return best;
}

/* As written: explicit methods, then embedded elements. */
static void print_interface_spelling(Printer *p, Type *t) {
  if (t->flags & TYPE_F_ANY) {
    put(p, "any");
    return;
  }
  if ((t->flags & TYPE_F_IMPLICIT) && t->iface.nmethods == 0 &&
      t->iface.nembeds == 1) {
    print_type(p, t->iface.embeds[0]);
    return;
  }
  put(p, "interface{");
  const char *separator = "";
  for (const Object *m = next_method(t, NULL); m; m = next_method(t, m)) {
    put(p, separator);
    print_method(p, m);
    separator = "; ";
  }
  for (uint32_t i = 0; i < t->iface.nembeds; i++) {
    put(p, separator);
    print_type(p, t->iface.embeds[i]);
    separator = "; ";
  }
  text_putc(p->out, '}');
}

/* What identity consists of: all methods, sorted. */
static void print_method_set(Printer *p, const TypeSet *set) {
  const Package *rel = p->rel;
  bool paths = p->paths;
  put(p, set->nmethods ? "interface { " : "interface {");
  for (uint32_t i = 0; i < set->nmethods; i++) {
    if (i)
      put(p, "; ");
    /* gc's middle end qualifies everything from an unexported name on. */
    if (p->dialect == DIALECT_IR && !set->methods[i]->name->exported) {
      p->rel = NULL;
      p->paths = true;
      print_qualifier(p, set->methods[i]->package);
    }
    print_method(p, set->methods[i]);
  }
  p->rel = rel;
  p->paths = paths;
  put(p, set->nmethods ? " }" : "}");
}

/* As written in messages, else its method set, sorted. */
static void print_interface(Printer *p, Type *t) {
  if (p->dialect == DIALECT_MESSAGE)
    print_interface_spelling(p, t);
  else if (p->dialect == DIALECT_IR && (t->flags & TYPE_F_ANY))
    put(p, "any");
  else
    print_method_set(p, type_set(p->c, t));
}

/* chan (<-chan T) needs parentheses, or it would read chan<- (chan T). */
static void print_chan(Printer *p, Type *t) {
  static const char *const words[] = {
      [CHAN_BOTH] = "chan ", [CHAN_SEND] = "chan<- ", [CHAN_RECV] = "<-chan "};
  Type *e = t->chan.elem;
  bool parens = t->chan.dir == CHAN_BOTH && e->kind == TYPE_CHAN &&
                e->chan.dir == CHAN_RECV;
  put(p, words[t->chan.dir]);
  put(p, parens ? "(" : "");
  print_type(p, e);
  put(p, parens ? ")" : "");
}

/* Parameters in parentheses; names only in messages. */
static void print_params(Printer *p, Type *tuple, bool variadic) {
  text_putc(p->out, '(');
  for (uint32_t i = 0; tuple && i < tuple->tuple.n; i++) {
    const Object *v = tuple->tuple.vars[i];
    if (i)
      put(p, ", ");
    if (v->name && v->name->len && p->dialect == DIALECT_MESSAGE) {
      put_name(p, v->name);
      text_putc(p->out, ' ');
    }
    Type *t = v->type;
    if (variadic && i + 1 == tuple->tuple.n) {
      put(p, "...");
      if (t && t->kind == TYPE_SLICE) /* not so for append([]byte, string...) */
        t = t->slice.elem;
    }
    print_type(p, t);
  }
  text_putc(p->out, ')');
}

/* Everything of a function type but the word func. */
static void print_signature(Printer *p, Type *t) {
  Type *results = t->func.results;
  if (t->func.tparams.n)
    print_type_params(p, t->func.tparams);
  print_params(p, t->func.params, t->flags & TYPE_F_VARIADIC);
  if (!results || results->tuple.n == 0)
    return;
  const Object *first = results->tuple.vars[0];
  bool named = first->name && p->dialect == DIALECT_MESSAGE;
  text_putc(p->out, ' ');
  if (results->tuple.n == 1 && !named)
    print_type(p, first->type);
  else
    print_params(p, results, false);
}

/* ~int|string */
static void print_union(Printer *p, Type *t) {
  for (uint32_t i = 0; i < t->uni.n; i++) {
    if (i)
      text_putc(p->out, '|');
    if (t->uni.terms[i].tilde)
      text_putc(p->out, '~');
    print_type(p, t->uni.terms[i].type);
  }
}

/* By the kind of the type. */
static void print_kind(Printer *p, Type *t) {
  switch ((TypeKind)t->kind) {
  case TYPE_INVALID: put(p, "invalid type"); break;
  case TYPE_BASIC: print_basic(p, t); break;
  case TYPE_ARRAY:
    text_printf(p->out, "[%lld]", (long long)t->array.len);
    print_type(p, t->array.elem);
    break;
  case TYPE_SLICE:
    put(p, "[]");
    print_type(p, t->slice.elem);
    break;
  case TYPE_POINTER:
    text_putc(p->out, '*');
    print_type(p, t->ptr.elem);
    break;
  case TYPE_MAP:
    put(p, "map[");
    print_type(p, t->map.key);
    text_putc(p->out, ']');
    print_type(p, t->map.elem);
    break;
  case TYPE_FUNC:
    put(p, "func");
    print_signature(p, t);
    break;
  case TYPE_STRUCT: print_struct(p, t); break;
  case TYPE_INTERFACE: print_interface(p, t); break;
  case TYPE_CHAN: print_chan(p, t); break;
  case TYPE_NAMED: print_named(p, t); break;
  case TYPE_TUPLE: print_params(p, t, false); break;
  case TYPE_PARAM: put_name(p, t->param.obj->name); break;
  case TYPE_UNION: print_union(p, t); break;
  }
}

/* "<nil>" for NULL; "..." beyond MAX_DEPTH. */
static void print_type(Printer *p, Type *t) {
  if (!t || p->depth > MAX_DEPTH) {
    put(p, t ? "..." : "<nil>");
    return;
  }
  p->depth++;
  print_kind(p, t);
  p->depth--;
}

void type_print(Text *out, Type *t, const Package *rel) {
  Printer p = {.out = out, .dialect = DIALECT_MESSAGE, .rel = rel};
  print_type(&p, t);
}

/* Types of package `rel` without qualifier. */
const char *type_string(Compiler *c, Type *t, const Package *rel) {
  Text out = {0};
  type_print(&out, t, rel);
  return text_take(&out, &c->arena);
}

/* All qualifiers as import paths: to tell equal names apart. */
const char *type_path_string(Compiler *c, Type *t) {
  Text out = {0};
  Printer p = {.out = &out, .dialect = DIALECT_MESSAGE, .paths = true};
  print_type(&p, t);
  return text_take(&out, &c->arena);
}

/* Equal for identical types, and only for them. */
static const char *identity_string(Compiler *c, Type *t, Dialect dialect) {
  Text out = {0};
  Printer p = {.c = c, .out = &out, .dialect = dialect};
  print_type(&p, t);
  return text_take(&out, &c->arena);
}

const char *type_ir_string(Compiler *c, Type *t, const Package *rel) {
  Text out = {0};
  Printer p = {
      .c = c, .out = &out, .dialect = DIALECT_IR, .aliases = true, .rel = rel};
  print_type(&p, t);
  return text_take(&out, &c->arena);
}

const char *type_runtime_string(Compiler *c, Type *t) {
  return identity_string(c, t, DIALECT_RUNTIME);
}

const char *type_link_string(Compiler *c, Type *t) {
  return identity_string(c, t, DIALECT_LINK);
}

const char *type_args_string(Compiler *c, Type *const *types, uint32_t n) {
  Text out = {0};
  Printer p = {.c = c, .out = &out, .dialect = DIALECT_LINK};
  print_list(&p, types, n);
  return text_take(&out, &c->arena);
}
