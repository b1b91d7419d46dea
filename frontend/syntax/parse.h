/*
 * parse.h - the parser's private face: what scanner, grammar and builders
 * share. One section per .c file.
 *
 *   bytes -> scan_validate -> scan.l -> scan.c -> grammar.y -> build_*.c -> File
 *                             flex      filter    bison, push
 *
 * A correct file is read once. If the automaton meets an error, `broken` is
 * set, the tree is thrown away and recover.c reads the file a second time:
 * the fast path pays nothing for good messages.
 *
 * Errors are kept in the Parser, in order of discovery, because the second
 * reading starts from an empty list; then they wait in the File, because
 * several files are parsed at once and diag.c wants them one after another.
 */
#ifndef FRONTEND_SYNTAX_PARSE_H
#define FRONTEND_SYNTAX_PARSE_H

#include "frontend/syntax/ast.h"

/* A bracket that the token filter is inside of (scan.c). */
typedef struct Level {
  bool header;   /* an if/for/switch/select header is open at this level */
  bool lit;      /* the type being read takes a brace of its own */
  bool operand;  /* the previous token ended an operand */
  uint8_t state; /* of the type automaton */
  uint8_t after; /* state to resume in when the bracket opened here closes */
} Level;

typedef struct SyntaxError {
  Pos pos;
  const char *text;
  Pos other; /* a place that ends the text, or NO_POS: only the whole Compiler,
                not a thread's fork, can say which line that is */
  bool soft; /* about labels: does not stop checks of enclosing bodies */
} SyntaxError;

/* A `//go:` comment that waits for the declaration behind it. */
typedef struct Directive {
  DeclPragma use;
  Pos next; /* the first byte of the token behind it */
} Directive;

/* Where the package clause stands: gc gives up after `package x;` if any
   error was reported up to the token behind it. */
typedef enum PackageClause {
  CLAUSE_NONE,   /* not read yet */
  CLAUSE_READ,   /* its `;` was the last token */
  CLAUSE_PASSED, /* the token behind it, too */
  CLAUSE_GIVE_UP /* errors: the rest of the file is not looked at */
} PackageClause;

/* A field that is still on the list stack. When its list is taken, the fields
   are copied to an array and these are used again. */
typedef struct PendingField PendingField;
struct PendingField {
  Field field; /* first: items point here */
  PendingField *next;
};

typedef struct Parser {
  Compiler *c;
  Source *source;
  const char *text; /* text[0..len), two NULs behind */
  uint32_t len;
  Pos base; /* text[i] is at base + i */

  /* scanner */
  void *flex;
  bool nlsemi; /* a newline here is a `;` */
  const char
      *semi;      /* spelling of the last `;`: "semicolon", "newline", "EOF" */
  Pos tok_pos;    /* of the last token */
  bool attention; /* something below waits for the next token: clause, unbound
                     or next_error */
  Level *levels;  /* innermost last; levels[0] is the file's */
  uint32_t nlevels, cap_levels;
  LIST(Directive) directives;
  uint32_t unbound; /* the first directive whose next token is not known */
  uint32_t settled; /* recovery: so many were claimed or called misplaced */

  /* builders: the stack that all lists under construction share */
  void **items;
  uint32_t nitems, cap_items;
  PendingField *free_fields;

  /* errors */
  LIST(SyntaxError) errors;
  uint32_t hard_errors;     /* those that are not soft */
  const char *next_error;   /* to be reported at the next token */
  bool broken;              /* the automaton met an error: read again */
  bool unchecked_condition; /* recovery: the header's check is off once */
  bool no_receiver;         /* `func () f`: was reported */
  PackageClause clause;

  File *file;
} Parser;

/* ------------------------------------------------------------ parse.c -- */

void parser_error(Parser *p, Pos pos, const char *fmt, ...) PRINTF(3, 4);
/* The same with the prefix "syntax error: ". */
void parser_syntax_error(Parser *p, Pos pos, const char *fmt, ...) PRINTF(3, 4);
/* An error that is no reason to skip other checks. `other`, unless NO_POS, is
   printed behind the text. */
void parser_soft_error(Parser *p, Pos pos, Pos other, const char *fmt, ...)
    PRINTF(4, 5);
/* Drops those behind `end`: gc has not read so far. */
void parser_forget_behind(Parser *p, Pos end);
/* One that is found out at the next token, and stands there. */
void parser_error_at_next(Parser *p, const char *text);
/* Whether gc would stop behind the parser. A few errors that it finds there
   are not called syntax errors, and do not keep it from checking types. */
bool parser_has_syntax_error(const Parser *p);
/* Whether anything between two positions was complained about. */
bool parser_has_error_in(const Parser *p, Pos from, Pos to);

static inline char parser_byte(const Parser *p, Pos pos) {
  return p->text[pos - p->base];
}
static inline Pos parser_pos(const Parser *p, const char *s) {
  return p->base + (Pos)(s - p->text);
}

/* ------------------------------------------------------ scan.l, scan.c -- */

void scan_prepare(Compiler *c); /* before threads scan */
void scan_start(Parser *p);     /* at the first byte; validates the text */
void scan_stop(Parser *p);      /* before the text may be read by others */
bool flex_start(Parser *p, uint32_t skip); /* scan.l */
void flex_stop(Parser *p);

/* --------------------------------------------------------- literal.c -- */

/* Reports NULs, bad UTF-8 and misplaced byte order marks. */
void scan_validate(Parser *p);
/* A name with bytes above 0x7f. Returns how many leading bytes are none of a
   name (they were reported by scan_validate), 0 if the whole is one. */
uint32_t scan_unicode_name(Parser *p, const char *s, uint32_t len);
void scan_bad_char(Parser *p, Pos pos, uint8_t ch);
Expr *scan_number(Parser *p, const char *s, uint32_t len);
Expr *scan_integer(Parser *p, const char *s, uint32_t len); /* plain decimal */
Expr *scan_string(Parser *p, const char *s, uint32_t len);
Expr *scan_rune(Parser *p, const char *s, uint32_t len);
Expr *scan_raw_string(Parser *p, const char *s, uint32_t len, bool closed);

/* -------------------------------------------------------- directive.c -- */

/* A comment that may be a line directive or begins `//go:`. */
void directive_found(Parser *p, const char *s, uint32_t len);
/* Gives //go: directives to the declarations behind them. */
void directives_claim(Parser *p);
/* Reports one that no declaration claims. */
void directive_misplaced(Parser *p, const Directive *d);

/* --------------------------------------------------------- branches.c -- */

/* Resolves labels, break, continue, goto and fallthrough of one body. */
void check_branches(Parser *p, Stmt *body);

/* ---------------------------------------------------------- recover.c -- */

void parse_recover(Parser *p);

/* -------------------------------------------------- build.c: the lists -- */

/*
 * Lists under construction live on one stack: a list is the index of its
 * first item. An LR parser finishes inner constructs first, so a list is
 * complete, and taken off, before the one below it grows again.
 */
typedef uint32_t ListStart;
#define NO_LIST UINT32_MAX

ListStart items_start(Parser *p);
ListStart items_one(Parser *p, void *item);
ListStart items_add(Parser *p, ListStart list, void *item);
void items_push(Parser *p, void *item);
void *items_take(Parser *p, ListStart list, uint32_t *n);
Field *items_take_fields(Parser *p, ListStart list, uint32_t *n);

/* ---------------------------------------------- build.c: expressions -- */

Expr *build_name(Parser *p, Pos pos, const Name *name);
Expr *build_list(Parser *p, ListStart list); /* NULL, one, or EXPR_LIST */
Expr *build_list_from(Parser *p, Expr *first, ListStart rest);
Expr *build_pair(Parser *p, ExprKind kind, Pos pos, Expr *x, Expr *y);
Expr *build_binary(Parser *p, Pos pos, int op, Expr *x, Expr *y);
Expr *build_unary(Parser *p, Pos pos, int op, Expr *x);
Expr *build_address(Parser *p, Pos pos, Expr *x);
Expr *build_receive(Parser *p, Pos pos, Expr *x);
Expr *build_selector(Parser *p, Pos pos, Expr *x, const Name *sel, Pos sel_pos);
/* x[lo:hi]; `bounds` are lo, hi, max */
Expr *build_slice(Parser *p, Pos pos, Expr *x, Expr *const bounds[3]);
Expr *build_guard(Parser *p, Pos pos, Expr *x);
Expr *build_call(Parser *p, Pos pos, Expr *fn, ListStart args, bool dots);
Expr *build_composite(Parser *p, Pos pos, Expr *type, ListStart elems,
                      Pos rbrace);
Expr *build_func_lit(Parser *p, Pos pos, Expr *type, Stmt *body);
Expr *build_bad(Parser *p, Pos pos);

/* x[n] types; `len` NULL for [...] */
Expr *build_array(Parser *p, Pos pos, Expr *len, Expr *elem);
Expr *build_slice_type(Parser *p, Pos pos, Expr *elem);
Expr *build_dots(Parser *p, Pos pos, Expr *elem);
Expr *build_chan(Parser *p, Pos pos, uint32_t direction, Expr *elem);
Expr *build_instance(Parser *p, Pos name_pos, const Name *name, Pos lbrack,
                     Expr *args);
Expr *build_func_type(Parser *p, Pos pos, ListStart params, ListStart results);
Expr *build_record(Parser *p, ExprKind kind, Pos pos, ListStart fields,
                   Pos rbrace);

/* May x, perhaps in parentheses, be the type of a composite literal? */
bool may_be_literal_type(const Expr *x);
/* Is x a type constraint whatever its names mean? */
bool is_constraint(const Expr *x);

/* ------------------------------------- build_decl.c: fields, parameters -- */

Field *build_param(Parser *p, Pos pos, const Name *name, Expr *type);
Field *build_union(Parser *p, Field *f, Pos pos, Expr *term);
Field *build_embedded_instance(Parser *p, Pos pos, const Name *name, Pos lbrack,
                               ListStart args);
Field *build_method(Parser *p, Pos pos, const Name *name, Expr *type);
void build_embedded(Parser *p, Pos pos, Expr *type, Expr *tag);
void build_field(Parser *p, Pos pos, const Name *name, Expr *type, Expr *tag);
/* `name, names type tag`: the fields share their type */
void build_fields(Parser *p, Expr *name, ListStart names, Expr *type,
                  Expr *tag);

/* Decides whether parameters are named: (a, b int) or (int, string). `close`
   is where a missing type is reported. Type parameters need names. */
ListStart params_fix(Parser *p, ListStart list, bool need_names, Pos close);
bool params_any_named(const Parser *p, ListStart list);
/* The parameter that the expression behind `type T [` turned out to be. */
Field *param_from_expr(Parser *p, Expr *x);
/* Reports `type T[x,` if x cannot be a parameter. */
void check_param_expr(Parser *p, Expr *x, Pos comma);
/* May `type T[x] = ...` declare a parameter? */
bool may_split(const Expr *x);

/* ------------------------------------------- build_decl.c: declarations -- */

Decl *build_import(Parser *p, Pos pos, const Name *local, Expr *path);
Decl *build_value(Parser *p, DeclKind kind, ListStart names, Expr *type,
                  ListStart values);
Decl *build_type(Parser *p, Expr *name, ListStart tparams, Pos assign,
                 Expr *type);
/* `type name [x] type`: array or parameter. */
typedef struct BracketPlaces {
  Pos open, close, assign; /* of `[`, `]` and `=`; assign 0: absent */
} BracketPlaces;
Decl *build_type_or_array(Parser *p, Expr *name, BracketPlaces at, Expr *x,
                          Expr *type);
Decl *build_func(Parser *p, Expr *name, ListStart tparams, Expr *type,
                 Stmt *body);
Decl *build_method_decl(Parser *p, Pos pos, ListStart recv, Decl *func);
void decls_set_keyword(Parser *p, ListStart list, Pos keyword);
ListStart decls_group(Parser *p, ListStart list);
void build_package(Parser *p, const Name *name, Pos pos);
void build_file(Parser *p);

/* --------------------------------------------- build_stmt.c: statements -- */

Stmt *build_block(Parser *p, Pos pos, ListStart list, Pos rbrace);
Stmt *build_empty(Parser *p, Pos pos);
Stmt *build_labeled(Parser *p, Pos pos, Expr *label, Stmt *stmt);
Stmt *build_decl_stmt(Parser *p, Pos pos, ListStart decls);
Stmt *build_call_stmt(Parser *p, StmtKind kind, Pos pos, Expr *x);
Stmt *build_expr_stmt(Parser *p, Expr *x);
Stmt *build_send(Parser *p, Pos pos, Expr *chan, Expr *x);
Stmt *build_return(Parser *p, Pos pos, ListStart results);
Stmt *build_branch(Parser *p, StmtKind kind, Pos pos, Expr *label);
Stmt *build_inc_dec(Parser *p, Pos pos, int op, Expr *x);
Stmt *build_op_assign(Parser *p, Pos pos, int op, Expr *x, Expr *y);
Stmt *build_assign(Parser *p, Pos pos, uint32_t flags, ListStart lhs,
                   ListStart rhs);

/* Headers are statements under construction: an IF that holds init, and in
   `then` the condition before it was checked. */
Stmt *build_header(Parser *p, Stmt *init, Stmt *cond, Pos semi);
Stmt *build_if_head(Parser *p, Pos pos, Stmt *header);
Stmt *build_if(Stmt *head, Stmt *then, Stmt *els);
Stmt *build_for_head(Parser *p, Pos pos, Stmt *init, Stmt *cond, Stmt *post);
Stmt *build_range_head(Parser *p, Pos pos, uint32_t flags, ListStart lhs,
                       Expr *x);
Stmt *build_for(Stmt *head, Stmt *body);
Stmt *build_switch_head(Parser *p, Pos pos, Stmt *header);
Stmt *build_switch(Parser *p, Stmt *head, ListStart clauses, Pos rbrace);
Stmt *build_case(Parser *p, Pos pos, Expr *cases, Pos colon);
Stmt *build_comm(Parser *p, Pos pos, Stmt *comm, Pos colon);
void build_clause(Parser *p, Stmt *clause, ListStart list);
/* A switch's last clause, which ends without `;`. */
void build_last_clause(Parser *p, Stmt *clause, ListStart list, Stmt *stmt);

#endif
