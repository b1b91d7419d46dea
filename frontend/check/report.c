/*
 * report.c - messages of the checker.
 *
 * Every message is one call of report() with a format whose verbs know the
 * checker's data, so that each text is found literally in the source:
 *
 *   report(ck, pos, "cannot use %x as type %T in %s", x, t, context);
 *
 * prints "cannot use f() (value of type int) as type string in assignment".
 * An operand shows as what was written, then, in parentheses, what it is:
 *
 *   c (variable of type complex128)     1 (untyped int constant)
 *   n (constant 3 of type int)          3: the value, unless it was written
 * Names are qualified as seen from the checked package.
 *
 * Rules for which messages are shown (the rest is diag.c's):
 *  - follow-on errors, recognised by "invalid operand" or "invalid type"
 *    behind their first byte, are dropped unless they are the very first;
 *  - inside an inherited constant initialiser every error is put at the
 *    constant that inherits it.
 */
#include "frontend/check/check.h"

/* ------------------------------------------------------------- operands -- */

static const char *const mode_words[] = {
    [MODE_INVALID] = "invalid operand",
    [MODE_NO_VALUE] = "no value",
    [MODE_BUILTIN] = "built-in",
    [MODE_TYPE] = "type",
    [MODE_CONST] = "constant",
    [MODE_VAR] = "variable",
    [MODE_MAP_INDEX] = "map index expression",
    [MODE_VALUE] = "value",
    [MODE_NIL] = "nil",
    [MODE_COMMA_OK] = "comma, ok expression",
};

/* nil has no expression of its own worth showing. */
static void put_nil(Checker *ck, Text *out, const Operand *x) {
  if (!x->type || x->type->kind == TYPE_INVALID)
    text_puts(out, "nil (with invalid type)");
  else if (type_is_untyped(x->type))
    text_puts(out, "nil");
  else {
    text_puts(out, "nil (of type ");
    type_print(out, x->type, ck->pkg);
    text_putc(out, ')');
  }
}

/* What the operand is called when it has no expression. */
static const char *operand_name(Checker *ck, const Operand *x) {
  if (x->expr)
    return expr_string(ck->c, x->expr);
  if (x->mode == MODE_BUILTIN)
    return builtin_info[x->builtin].name;
  if (x->mode == MODE_TYPE)
    return type_string(ck->c, x->type, ck->pkg);
  if (x->mode == MODE_CONST)
    return const_text(ck->c, x->value);
  return "";
}

/* Whether the description of such an operand ends with its type. */
static bool mode_has_type(Mode m) {
  return m != MODE_INVALID && m != MODE_NO_VALUE && m != MODE_BUILTIN &&
         m != MODE_TYPE;
}

/* `x (variable of type T)`, `1 (untyped int constant)`. */
static void put_operand(Checker *ck, Text *out, const Operand *x) {
  if (x->mode == MODE_NIL) {
    put_nil(ck, out, x);
    return;
  }
  const char *name = operand_name(ck, x);
  bool named = *name != '\0';
  bool typed = mode_has_type(x->mode) && x->type;
  text_puts(out, name);
  text_puts(out, named ? " (" : "");
  if (typed && type_is_untyped(x->type) && x->type->kind == TYPE_BASIC) {
    text_printf(out, "%s ", x->type->basic.name->text);
    typed = false;
  }
  text_puts(out, mode_words[x->mode]);
  if (x->mode == MODE_CONST) {
    const char *value = const_text(ck->c, x->value);
    if (strcmp(value, name) != 0)
      text_printf(out, " %s", value);
  }
  if (typed && x->type->kind == TYPE_INVALID)
    text_puts(out, " with invalid type");
  else if (typed) {
    text_puts(out, x->type->kind == TYPE_NAMED && type_is_generic(x->type)
                       ? " of parameterized type "
                       : " of type ");
    type_print(out, x->type, ck->pkg);
    if (x->type->kind == TYPE_PARAM) {
      text_puts(out, " constrained by ");
      type_print(out, x->type->param.bound, ck->pkg);
    }
  }
  text_puts(out, named ? ")" : "");
}

/* As %x prints it. */
const char *operand_string(Checker *ck, const Operand *x) {
  Text t = {0};
  put_operand(ck, &t, x);
  return text_take(&t, &ck->c->arena);
}

/* -------------------------------------------------------------- objects -- */

static const char *const object_words[] = {
    [OBJ_PACKAGE] = "package", [OBJ_CONST] = "const", [OBJ_TYPE] = "type",
    [OBJ_VAR] = "var",         [OBJ_FUNC] = "func",   [OBJ_LABEL] = "label",
    [OBJ_BUILTIN] = "builtin", [OBJ_NIL] = "nil",
};

/* `var x int`, `package fmt ("fmt")`, `type T struct{...}`. */
static void put_object(Checker *ck, Text *out, const Object *o) {
  bool field = o->kind == OBJ_VAR && (o->flags & OBJ_F_FIELD);
  text_puts(out, field ? "field" : object_words[o->kind]);
  if (o->name)
    text_printf(out, " %s", o->name->text);
  if (o->kind == OBJ_PACKAGE) {
    if (o->pkg.imported)
      text_printf(out, " (\"%s\")", o->pkg.imported->path);
    return;
  }
  if (!o->type)
    return;
  Text t = {0};
  Type *shown = o->kind == OBJ_TYPE && !(o->flags & OBJ_F_ALIAS)
                    ? type_under(o->type)
                    : o->type;
  type_print(&t, shown, ck->pkg);
  const char *text = t.data ? t.data : "";
  if (o->kind == OBJ_FUNC && strncmp(text, "func", 4) == 0)
    text_puts(out, text + 4);
  else
    text_printf(out, " %s", text);
  text_free(&t);
}

/* As %o prints it. */
const char *object_string(Checker *ck, const Object *o) {
  Text t = {0};
  put_object(ck, &t, o);
  return text_take(&t, &ck->c->arena);
}

/* ------------------------------------------------------------ formatting -- */

/* Prints the argument of one verb; the caller's list moves on. */
static void put_argument(Checker *ck, Text *out, char verb, va_list *ap) {
  const Name *name;
  switch (verb) {
  case 'x': put_operand(ck, out, va_arg(*ap, const Operand *)); break;
  case 'e': print_expr(out, va_arg(*ap, const Expr *)); break;
  case 'T': type_print(out, va_arg(*ap, Type *), ck->pkg); break;
  case 'n':
    name = va_arg(*ap, const Name *);
    text_append(out, name ? name->text : "", name ? name->len : 0);
    break;
  case 'o': put_object(ck, out, va_arg(*ap, const Object *)); break;
  case 'v':
    text_puts(out, const_text(ck->c, va_arg(*ap, const Const *)));
    break;
  case 'p': text_puts(out, pos_string_inside(ck->c, va_arg(*ap, Pos))); break;
  case 's': text_puts(out, va_arg(*ap, const char *)); break;
  case 'd': text_printf(out, "%d", va_arg(*ap, int)); break;
  case 'l': text_printf(out, "%lld", (long long)va_arg(*ap, int64_t)); break;
  case 'c': text_putc(out, (char)va_arg(*ap, int)); break;
  case '%': text_putc(out, '%'); break;
  default: UNREACHABLE();
  }
}

/* The text of a message, in the arena. */
static const char *format(Checker *ck, const char *fmt, va_list *ap) {
  Text t = {0};
  for (const char *p = fmt; *p; p++) {
    size_t plain = strcspn(p, "%");
    text_append(&t, p, plain);
    p += plain;
    if (!*p)
      break;
    put_argument(ck, &t, *++p, ap);
  }
  return text_take(&t, &ck->c->arena);
}

const char *report_text(Checker *ck, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  const char *text = format(ck, fmt, &ap);
  va_end(ap);
  return text;
}

const char *other_declaration(Checker *ck, const Object *alt) {
  if (alt->pos == NO_POS)
    return "";
  return report_text(ck, "\n\t%p: other declaration of %n", alt->pos,
                     alt->name);
}

/* Whether the text mentions what only an earlier error can have caused. */
static bool is_follow_on(const char *text) {
  return *text && (strstr(text + 1, "invalid operand") ||
                   strstr(text + 1, "invalid type"));
}

void report(Checker *ck, Pos pos, const char *fmt, ...) {
  if (ck->c->diags.full)
    return;
  va_list ap;
  va_start(ap, fmt);
  const char *text = format(ck, fmt, &ap);
  va_end(ap);
  if (ck->first_error_seen && is_follow_on(text))
    return;
  ck->first_error_seen = true;
  diag_error(ck->c, ck->env.err_pos ? ck->env.err_pos : pos, "%s", text);
}

int language_version(const Checker *ck) {
  int flag = ck->c->options.lang, module = ck->pkg->lang;
  return module > 0 && module < flag ? module : flag;
}

/* -lang speaks of the module that is compiled; other packages may use all. */
bool version_allows(const Checker *ck, int minor) {
  return language_version(ck) >= minor || !ck->pkg->is_main_module;
}

void report_version(Checker *ck, Pos pos, int minor, const char *what) {
  report(ck, pos,
         "%s requires go1.%d or later (-lang was set to go1.%d; check go.mod)",
         what, minor, language_version(ck));
}
