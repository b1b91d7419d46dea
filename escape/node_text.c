/*
 * node_text.c - a node as gc's IR printer spells it.
 *
 * -m shows expressions in the form that gc's middle end holds, not as
 * written: implicit conversions, & and * vanish, constants keep their source
 * text, method calls become T.M(x, ...), literals are cut to T{...}. The tree
 * still has what was written, and what explicit has inserted, marked: a printer
 * walks it like a reader of gc's tree would (`visible`).
 *
 *     var e error = myErr{1}      myErr{...} escapes to heap
 *     x.Add(s[1:]...)             (*T).Add(x, s[1:]...)
 *
 * What another package's file says comes out of export data, where nothing is
 * implicit and constants have lost their text; foreign names are qualified:
 *
 *     panic("no " + s)            panic(any(string("no ") + q.s))
 *
 * Source of the forms: cmd/compile/internal/ir/fmt.go of Go 1.19.
 */
#include "escape/build.h"

/* The text that is being written. The Builder says whose texts these are: its
   package decides what is foreign, its state which slices exist by now. */
typedef struct Printer {
  Builder *b;
  Text out;
} Printer;

/* Prints e, in parentheses if it binds less than `prec`. */
static void print_node(Printer *p, const Expr *e, int prec);

/* Binding strength: an operand that binds less is put in parentheses. Nodes of
   which gc's table knows nothing have PREC_NONE, and get parentheses wherever
   they are operands. */
enum {
  PREC_NONE = 0,
  PREC_LOGIC_OR = 1,
  PREC_LOGIC_AND = 2,
  PREC_COMPARE = 4,
  PREC_ADD = 5,
  PREC_MUL = 6,
  PREC_UNARY = 7,
  PREC_PRIMARY = 8
};

/* Sums of strings are one node of gc (OADDSTR), however many operands. */
static bool is_string_chain(const Expr *e) {
  return e->kind == EXPR_BINARY && e->op == OP_ADD && e->mode != MODE_CONST &&
         type_is_basic(e->type, BI_STRING);
}

/* From Go's five levels of precedence to gc's numbers. */
static int binary_prec(Op op) {
  static const int prec[] = {[1] = PREC_LOGIC_OR,
                             [2] = PREC_LOGIC_AND,
                             [3] = PREC_COMPARE,
                             [4] = PREC_ADD,
                             [5] = PREC_MUL};
  return prec[op_info[op].precedence];
}

/* Constants print as written, and bind like their outermost operation. */
static int constant_prec(const Expr *e) {
  while (e->kind == EXPR_PAREN ||
         (e->kind == EXPR_CONVERT && (e->flags & EXPR_F_IMPLICIT)))
    e = e->pair.x;
  return e->kind == EXPR_BINARY  ? binary_prec((Op)e->op)
         : e->kind == EXPR_UNARY ? PREC_UNARY
                                 : PREC_PRIMARY;
}

/* gc's table of binding strengths has no entry for some built-in functions. */
static int call_prec(const Expr *e) {
  if (e->sub != CALL_BUILTIN)
    return PREC_PRIMARY;
  switch ((BuiltinId)e->call.builtin) {
  case BUILTIN_MAKE:
    return type_under(e->type)->kind == TYPE_SLICE ? PREC_PRIMARY : PREC_NONE;
  case BUILTIN_COMPLEX:
  case BUILTIN_REAL:
  case BUILTIN_IMAG:
  case BUILTIN_RECOVER: return PREC_NONE;
  default: return PREC_PRIMARY;
  }
}

/* x.(T), as gc spells it if it takes T from a dictionary. */
static const char *dynamic_assertion(const Printer *p, const Expr *e) {
  if (e->kind != EXPR_TYPE_ASSERT || !shape_is_dynamic_assertion(p->b->c, e))
    return NULL;
  return e->flags & EXPR_F_COMMA_OK ? "<node DYNAMICDOTTYPE2>"
                                    : "<node DYNAMICDOTTYPE>";
}

/* How strongly e binds as it will be printed. */
static int node_prec(const Printer *p, const Expr *e) {
  if (e->mode == MODE_CONST)
    return constant_prec(e);
  switch ((ExprKind)e->kind) {
  case EXPR_BINARY:
    return is_string_chain(e) ? PREC_NONE : binary_prec((Op)e->op);
  case EXPR_UNARY:
    if (e->op == OP_AND && e->pair.x->kind == EXPR_COMPOSITE)
      return PREC_NONE;
    return PREC_UNARY;
  case EXPR_CALL: return call_prec(e);
  case EXPR_FUNC_LIT:
  case EXPR_INLINED_CALL: return PREC_NONE;
  case EXPR_CONVERT:
    return shape_is_boxed(p->b->c, e) ? PREC_NONE : PREC_PRIMARY;
  case EXPR_TYPE_ASSERT:
    return dynamic_assertion(p, e) ? PREC_NONE : PREC_PRIMARY;
  default: return PREC_PRIMARY;
  }
}

/* The file that says what stands at `pos`, wherever it was inlined; or NULL. */
static const Source *written_in(const Builder *b, Pos pos) {
  const InlinedPos *inlined;
  while ((inlined = pos_inlining(b->c, pos)) != NULL)
    pos = inlined->pos;
  return pos == NO_POS ? NULL : source_of(b->c, pos);
}

/* Whether the package was read from this file. */
static bool is_file_of(const Package *pkg, const Source *source) {
  for (uint32_t i = 0; i < pkg->nfiles; i++)
    if (pkg->files[i]->source == source)
      return true;
  return false;
}

bool node_is_foreign(const Builder *b, Pos pos) {
  const Source *source = written_in(b, pos);
  return source && !is_file_of(b->pkg, source);
}

/* The package of a file among pkg and all below it, but for those in `seen`. */
static const Package *package_of_file(Arena *a, const Package *pkg,
                                      const Source *source, Map *seen) {
  if (map_has(seen, pkg))
    return NULL;
  map_set(a, seen, pkg, seen);
  const Package *found = is_file_of(pkg, source) ? pkg : NULL;
  for (uint32_t i = 0; i < pkg->imports.len && !found; i++)
    found = package_of_file(a, pkg->imports.items[i], source, seen);
  return found;
}

const char *node_qualified_text(const Builder *b, Pos pos, const char *name) {
  if (!node_is_foreign(b, pos))
    return name;
  Map seen = {0};
  Arena *a = &b->c->arena;
  const Package *pkg = package_of_file(a, b->pkg, written_in(b, pos), &seen);
  return pkg ? arena_printf(a, "%s.%s", node_package_text(a, pkg), name) : name;
}

/* Skips what explicit has inserted: it prints as its operand. */
static const Expr *visible(const Printer *p, const Expr *e) {
  while ((e->flags & EXPR_F_IMPLICIT) && !shape_is_boxed(p->b->c, e) &&
         !shape_is_converted(p->b->c, e) && !node_is_foreign(p->b, e->pos))
    if (e->kind == EXPR_CONVERT ||
        (e->kind == EXPR_UNARY && e->pair.x->kind != EXPR_COMPOSITE))
      e = e->pair.x;
    else
      break;
  return e;
}

const char *node_type_text(Builder *b, Type *t) {
  return type_ir_string(b->c, t, b->pkg);
}

/* As node_type_text: types of other packages are qualified. */
static void print_type(Printer *p, Type *t) {
  text_puts(&p->out, node_type_text(p->b, t));
}

/* A literal belongs where the function around it was written; an instance,
   where its generic function was. */
Package *function_home(const Function *fn) {
  fn = function_outermost(fn);
  if (fn->analysed_as)
    fn = fn->analysed_as;
  return fn->shapes && fn->obj ? fn->obj->package : fn->package;
}

/* Also of a literal or an instance: "F[go.shape.int_0]", "f.func1". Instances
   of other packages are concrete by now, but not for gc. */
const char *function_text(Builder *b, const Function *fn) {
  const Package *home = function_home(fn);
  if (fn->analysed_as)
    fn = fn->analysed_as;
  if (home == b->pkg || !home->name)
    return fn->name;
  return arena_printf(&b->c->arena, "%s.%s",
                      node_package_text(&b->c->arena, home), fn->name);
}

/* One of several, behind a comma unless it is the first. */
static void print_operand(Printer *p, const Expr *e, bool *first) {
  if (!*first)
    text_puts(&p->out, ", ");
  *first = false;
  print_node(p, e, PREC_NONE);
}

/* Before its call is analysed, or inlined, a `...` parameter's slice does not
   exist: its elements are arguments. */
static void print_packed(Printer *p, const Expr *slice, bool *first) {
  for (uint32_t i = 0; slice->mode != MODE_NIL && i < slice->complit.n; i++)
    print_operand(p, slice->complit.elems[i], first);
}

/* Whether arg was made by explicit: the slice of a `...` parameter, or nil if
   there is nothing to put into it. */
static bool is_packed(const Expr *arg) {
  return (arg->flags & EXPR_F_IMPLICIT) &&
         (arg->kind == EXPR_COMPOSITE || arg->mode == MODE_NIL);
}

/* What gc passes before the arguments that were written. */
static bool print_dictionary(Printer *p, const Expr *call) {
  const char *dict =
      call->sub == CALL_BUILTIN ? NULL : dictionary_text(p->b, call->call.fn);
  text_puts(&p->out, dict ? dict : "");
  return dict != NULL;
}

/* Whether the call's `...` slice exists when its text is made. */
static bool has_slice(const Builder *b, const Expr *call) {
  if (b->unpacked || b->when == 0)
    return !b->unpacked;
  uintptr_t read = (uintptr_t)map_get(&b->g->called, call);
  return read != 0 && read <= b->when;
}

/* The arguments in parentheses; recv, unless NULL, is a method's receiver,
   which gc passes first. */
static void print_args(Printer *p, const Expr *call, const Expr *recv) {
  bool dots = false, exists = has_slice(p->b, call);
  text_putc(&p->out, '(');
  bool first = !print_dictionary(p, call);
  if (recv)
    print_operand(p, recv, &first);
  for (uint32_t i = 0; i < call->call.n; i++) {
    const Expr *arg = call->call.args[i];
    bool packed = call->sub != CALL_BUILTIN && is_packed(arg);
    if (packed && !exists)
      print_packed(p, arg, &first);
    else
      print_operand(p, arg, &first);
    dots = (packed && exists) || (call->flags & EXPR_F_DOTS);
  }
  text_puts(&p->out, dots ? "...)" : ")");
}

/* f(g()), whose temporaries gc does not show, nor that g has been inlined;
   NULL: no such call. */
static const Expr *spread_call(const Expr *e) {
  const Stmt *init = e->call.init;
  const Stmt *s = init ? init->block.list[init->block.n - 1] : NULL;
  bool several =
      s && s->kind == STMT_ASSIGN && s->assign.lhs->kind == EXPR_LIST;
  if (!several ||
      (e->sub == CALL_BUILTIN && e->call.builtin == BUILTIN_COMPLEX))
    return NULL;
  const Expr *call = s->assign.rhs;
  return call->kind == EXPR_INLINED_CALL ? call->inlined.call : call;
}

/* As print_args; the arguments of f(g()) are the call of g. */
static void print_call_args(Printer *p, const Expr *e, const Expr *recv) {
  const Expr *inner = spread_call(e);
  if (!inner) {
    print_args(p, e, recv);
    return;
  }
  text_putc(&p->out, '(');
  bool first = !print_dictionary(p, e);
  if (recv)
    print_operand(p, recv, &first);
  print_operand(p, inner, &first);
  text_putc(&p->out, ')');
}

/* T.M or (*T).M, where T is the type of the receiver. */
static void print_method(Printer *p, Type *recv, const Selection *s) {
  bool pointer = recv->kind == TYPE_POINTER;
  if (pointer)
    text_putc(&p->out, '(');
  print_type(p, recv);
  text_printf(&p->out, "%s.%s", pointer ? ")" : "", s->obj->name->text);
}

/* A method of a known type is a function of its receiver: (*T).M(x, a). A
   method of an interface is called on a value: x.M(a). */
static void print_call(Printer *p, const Expr *e) {
  const Expr *fn = e->call.fn;
  if (e->sub != CALL_BUILTIN && fn->kind == EXPR_SELECTOR &&
      fn->sel.selection->kind == SEL_METHOD_VALUE) {
    const Selection *s = fn->sel.selection;
    bool dynamic;
    if (names_instance(fn, &dynamic))
      text_puts(&p->out, function_text(p->b, s->obj->func.fn));
    else
      print_method(p, s->obj->type->func.recv->type, s);
    print_call_args(p, e, fn->sel.x);
    return;
  }
  if (e->sub != CALL_BUILTIN && names_bound_method(fn) &&
      fn->sel.selection->kind == SEL_INTERFACE_METHOD) {
    text_puts(&p->out, bound_method_text(p->b, fn));
    print_call_args(p, e, fn->sel.x);
    return;
  }
  if (e->sub == CALL_BUILTIN && e->call.builtin >= BUILTIN_UNSAFE_ADD)
    text_printf(&p->out, "unsafe.%s", builtin_info[e->call.builtin].name);
  else if (e->sub == CALL_BUILTIN)
    text_puts(&p->out, builtin_info[e->call.builtin].name);
  else
    print_node(p, fn, PREC_PRIMARY);
  bool typed = e->sub == CALL_BUILTIN && (e->call.builtin == BUILTIN_MAKE ||
                                          e->call.builtin == BUILTIN_NEW);
  if (!typed) {
    print_call_args(p, e, NULL);
    return;
  }
  text_putc(&p->out, '(');
  print_type(p, e->call.args[0]->type);
  for (uint32_t i = 1; i < e->call.n; i++) {
    text_puts(&p->out, ", ");
    print_node(p, e->call.args[i], PREC_NONE);
  }
  text_putc(&p->out, ')');
}

/* What a literal holds is not shown; one that nobody wrote is the slice of a
   `...` parameter. */
static void print_composite(Printer *p, const Expr *e) {
  if (e->flags & EXPR_F_IMPLICIT) {
    text_puts(&p->out, "... argument");
    return;
  }
  print_type(p, e->type);
  text_puts(&p->out, e->complit.n ? "{...}" : "{}");
}

/* []rune("constant") is a literal for gc. */
static bool print_rune_literal(Printer *p, const Expr *e) {
  const Expr *x = e->pair.x;
  if (e->sub != CONV_STR_TO_RUNES || x->mode != MODE_CONST)
    return false;
  print_type(p, e->type);
  size_t len;
  const_string_value(x->value, &len);
  text_puts(&p->out, len ? "{...}" : "{}");
  return true;
}

/* string(x) of a slice whose elements have a named type converts twice:
   string(([]byte)(x)). */
static const char *inner_conversion(const Expr *e) {
  if (e->sub != CONV_BYTES_TO_STR && e->sub != CONV_RUNES_TO_STR)
    return NULL;
  if (type_under(e->pair.x->type)->slice.elem->kind != TYPE_NAMED)
    return NULL;
  return e->sub == CONV_BYTES_TO_STR ? "([]byte)(" : "([]rune)(";
}

/* A type without name is put in parentheses: ([]byte)(s), string(b). */
static void print_convert(Printer *p, const Expr *e) {
  const char *inner = inner_conversion(e);
  if (print_rune_literal(p, e))
    return;
  bool named = type_is_named(e->type) || (e->type->flags & TYPE_F_ANY);
  if (!named)
    text_putc(&p->out, '(');
  print_type(p, e->type);
  if (!named)
    text_putc(&p->out, ')');
  text_putc(&p->out, '(');
  text_puts(&p->out, inner ? inner : "");
  print_node(p, e->pair.x, PREC_NONE);
  text_puts(&p->out, inner ? "))" : ")");
}

/* Two equal operators are kept apart, - -x, but not **p. */
static void print_unary(Printer *p, const Expr *e) {
  const Expr *x = visible(p, e->pair.x);
  text_puts(&p->out, op_info[e->op].spelling);
  bool composite = e->op == OP_AND && x->kind == EXPR_COMPOSITE;
  if (x->kind == EXPR_UNARY && x->op == e->op && e->op != OP_MUL)
    text_putc(&p->out, ' ');
  print_node(p, x, composite ? PREC_NONE : PREC_UNARY + 1);
}

/* a + b + c of strings is one node: its operands need no parentheses. */
static void print_chain(Printer *p, const Expr *e) {
  const Expr *x = visible(p, e->pair.x);
  if (is_string_chain(x))
    print_chain(p, x);
  else
    print_node(p, x, PREC_NONE);
  text_puts(&p->out, " + ");
  print_node(p, e->pair.y, PREC_NONE);
}

/* All operators group to the left: the right operand must bind more. */
static void print_binary(Printer *p, const Expr *e) {
  if (is_string_chain(e)) {
    print_chain(p, e);
    return;
  }
  int prec = binary_prec((Op)e->op);
  print_node(p, e->pair.x, prec);
  text_printf(&p->out, " %s ", op_info[e->op].spelling);
  print_node(p, e->pair.y, prec + 1);
}

/* x[lo:hi:max]; absent bounds print as nothing. */
static void print_slice(Printer *p, const Expr *e) {
  print_node(p, e->slice.x, PREC_PRIMARY);
  text_putc(&p->out, '[');
  if (e->slice.lo)
    print_node(p, e->slice.lo, PREC_NONE);
  text_putc(&p->out, ':');
  if (e->slice.hi)
    print_node(p, e->slice.hi, PREC_NONE);
  if (e->slice.max) {
    text_putc(&p->out, ':');
    print_node(p, e->slice.max, PREC_NONE);
  }
  text_putc(&p->out, ']');
}

/* pkg.Name, T.M as a function, x.f, or x.M that is not called. */
static void print_selector(Printer *p, const Expr *e) {
  const Selection *s = e->sel.selection;
  if (names_bound_method(e) && s->kind == SEL_METHOD_EXPR) {
    text_puts(&p->out, bound_method_text(p->b, e));
  } else if (s->kind == SEL_QUALIFIED) {
    text_puts(&p->out, node_object_text(p->b, s->obj, s->obj->name->text));
  } else if (s->kind == SEL_METHOD_EXPR) {
    print_method(p, s->recv, s);
  } else {
    const Expr *x = e->sel.x; /* p.f is (*p).f, but one node */
    if (x->kind == EXPR_UNARY && x->op == OP_MUL &&
        (x->flags & EXPR_F_IMPLICIT))
      x = x->pair.x;
    print_node(p, x, PREC_PRIMARY);
    text_printf(&p->out, ".%s", e->sel.sel->text);
  }
}

/* Results that were called _ have names of the form ~b0, so that they can be
   assigned; messages show _. */
static const char *name_text(const Name *name) {
  return strncmp(name->text, "~b", 2) == 0 ? "_" : name->text;
}

/* The variables that hold the results; or a literal that has statements, see
   check/instance_value.c. */
static void print_inlined(Printer *p, const Expr *e) {
  const Builder *b = p->b;
  uint32_t n = e->inlined.nresults;
  if (!e->inlined.fn) {
    text_puts(&p->out, "func literal");
    return;
  }
  if (n != 1)
    text_puts(&p->out, "(.");
  for (uint32_t i = 0; i < n; i++)
    text_printf(&p->out, "%s%s", i ? "; " : "",
                node_object_text(b, e->inlined.results[i],
                                 name_text(e->inlined.results[i]->name)));
  if (n != 1)
    text_putc(&p->out, ')');
}

/* Two imported packages of one name are told apart by their paths, quoted. */
const char *node_package_text(Arena *a, const Package *pkg) {
  return pkg->import_clash ? arena_printf(a, "\"%s\"", pkg->path)
                           : pkg->name->text;
}

/* Objects of this package, of the universe, and results that gc has named (~r0)
   stand alone. */
const char *node_object_text(const Builder *b, const Object *obj,
                             const char *name) {
  bool bare = !obj || !obj->package || obj->package == b->pkg ||
              name_is_blank(obj->name) || name[0] == '~';
  return bare ? name
              : arena_printf(&b->c->arena, "%s.%s",
                             node_package_text(&b->c->arena, obj->package),
                             name);
}

/* Whether a pointer's copy (keep_pointer) does not stand for it yet when this
   text is made. */
static bool is_kept_later(const Builder *b, const Object *temp) {
  return b->when && (uintptr_t)map_get(&b->g->called, temp) > b->when;
}

/* Temporaries get their numbers after the nodes that use them are made. */
static void print_name(Printer *p, const Expr *e) {
  const Object *obj = e->name.obj;
  bool temp = obj && obj->kind == OBJ_VAR && (obj->flags & OBJ_F_TEMP);
  if (temp && is_kept_later(p->b, obj)) {
    print_node(p, obj->var.defining, PREC_NONE);
    return;
  }
  const char *name = temp ? obj->name->text : e->name.name->text;
  bool bare = e->flags & EXPR_F_BARE;
  text_puts(&p->out, bare ? name : node_object_text(p->b, obj, name));
}

/* x.(T); if T comes from a dictionary, gc has no text for it. */
static void print_assertion(Printer *p, const Expr *e) {
  const char *dynamic = dynamic_assertion(p, e);
  if (dynamic) {
    text_puts(&p->out, dynamic);
    return;
  }
  print_node(p, e->pair.x, PREC_PRIMARY);
  text_puts(&p->out, ".(");
  print_type(p, e->type);
  text_putc(&p->out, ')');
}

/* Prints e, which is no constant, without parentheses around it. */
static void print_kind(Printer *p, const Expr *e) {
  switch ((ExprKind)e->kind) {
  case EXPR_NAME: print_name(p, e); break;
  case EXPR_COMPOSITE: print_composite(p, e); break;
  case EXPR_FUNC_LIT: text_puts(&p->out, "func literal"); break;
  case EXPR_SELECTOR: print_selector(p, e); break;
  case EXPR_INDEX:
    print_node(p, e->pair.x, PREC_PRIMARY);
    text_putc(&p->out, '[');
    print_node(p, e->pair.y, PREC_NONE);
    text_putc(&p->out, ']');
    break;
  case EXPR_SLICE: print_slice(p, e); break;
  case EXPR_TYPE_ASSERT: print_assertion(p, e); break;
  case EXPR_UNARY: print_unary(p, e); break;
  case EXPR_BINARY: print_binary(p, e); break;
  case EXPR_CALL: print_call(p, e); break;
  case EXPR_CONVERT:
    if (shape_is_boxed(p->b->c, e))
      text_puts(&p->out, "<node EFACE>");
    else
      print_convert(p, e);
    break;
  case EXPR_INLINED_CALL:
    print_inlined(p, e);
    break;
  CASE_GONE:
    print_expr(&p->out, e);
    break;
  }
}

/* T(value), or (*T)(value): the text of the source is not in export data. */
static void print_foreign_constant(Printer *p, const Expr *e) {
  bool parens = e->type->kind == TYPE_POINTER;
  text_puts(&p->out, parens ? "(" : "");
  print_type(p, e->type);
  text_printf(&p->out, "%s(%s)", parens ? ")" : "",
              const_text(p->b->c, e->value));
}

/* Constants print as written; parentheses around the whole are dropped. */
static void print_constant(Printer *p, const Expr *e) {
  if (node_is_foreign(p->b, e->pos)) {
    print_foreign_constant(p, e);
    return;
  }
  while (e->kind == EXPR_PAREN || e->kind == EXPR_CONVERT)
    if (e->kind == EXPR_CONVERT && !(e->flags & EXPR_F_IMPLICIT))
      break;
    else
      e = e->pair.x;
  if (e->kind == EXPR_CONVERT)
    print_convert(p, e);
  else
    print_expr(&p->out, e);
}

static void print_node(Printer *p, const Expr *e, int prec) {
  e = visible(p, e);
  bool parens = node_prec(p, e) < prec;
  if (parens)
    text_putc(&p->out, '(');
  if (e->mode == MODE_CONST)
    print_constant(p, e);
  else
    print_kind(p, e);
  if (parens)
    text_putc(&p->out, ')');
}

/* As it stands as an operand of something that binds with `prec`. */
const char *node_operand_text(Builder *b, const Expr *e, int prec) {
  Printer p = {.b = b};
  print_node(&p, e, prec);
  return text_take(&p.out, &b->c->arena);
}

/* A conversion to an interface that nobody wrote prints as its operand: the
   message is about the value that gets a box. */
const char *node_text(Builder *b, const Expr *e) {
  Printer p = {.b = b};
  bool boxed = shape_is_boxed(b->c, e); /* its data word is the node, there */
  if (boxed || (e->kind == EXPR_CONVERT && e->sub == CONV_TO_IFACE &&
                (e->flags & EXPR_F_IMPLICIT) && !node_is_foreign(b, e->pos)))
    e = e->pair.x;
  text_puts(&p.out, boxed ? "unsafe.Pointer(" : "");
  print_node(&p, e, PREC_NONE);
  text_puts(&p.out, boxed ? ")" : "");
  return text_take(&p.out, &b->c->arena);
}
