%{
/*
 * grammar.y - Go 1.19 as one LALR(1) grammar. %expect 0.
 *
 * Actions call builders and do nothing else. bison makes two parsers of it. For
 * correct files one that asks for tokens (yyparse); for broken ones a push
 * parser, whose driver may look at the automaton before it commits to a token
 * (lr.h): so recover.c gives gc's messages without `error` productions.
 *
 * Two things are decided before a token arrives here (scan.c): newlines that
 * are semicolons, and which `{` opens a body (LBODY).
 *
 * One family of conflicts is real, and one precedence resolves it: LONGEST. A
 * type is as long as it can be, so a reduction to a complete type gives way to
 * shifting what may continue it:
 *
 *   []T.x  chan T[i]     `.` and `[` belong to the type
 *   func() (x)  *x       `(`, `*`, `[` and `<-` begin the result
 *   type T[P []E] ...    `P [` begins a parameter, not an index
 *
 * An override silences every future conflict of its rule, so a test compares
 * bison's list of resolved conflicts with conflicts.golden.
 *
 * Where a type may start differs by context, hence several type nonterminals;
 * each says what it leaves out. Names that `[` follows are spelled out in the
 * rules for parameters, fields and interface elements: the token behind `]`
 * decides between `x [n]T` and `T[n]`.
 *
 * A list is an index on the parser's stack of items (parse.h): items_one and
 * items_add begin and extend it, a builder takes it off. For `f(a, b)`:
 *
 *   a        exprs = items_one          items: ... a
 *   , b      exprs = items_add          items: ... a b
 *   )        build_call takes the list  items: ...      primary: f(a, b)
 *
 * The position of a rule is that of its first token (YYLLOC_DEFAULT): @$ is the
 * left end. Nodes that gc places elsewhere, like a call at its `(`, are given
 * the position of that token.
 */
#include "frontend/syntax/lr.h"

#define YYINITDEPTH 512
#define YYMAXDEPTH 10000000
#define YYLLOC_DEFAULT(cur, rhs, n) ((cur) = YYRHSLOC(rhs, (n) ? 1 : 0))

#define yylex next_token
#define NAMED(name, pos)     build_name(p, (pos), (name))
#define PARAM(pos, name, t)  build_param(p, (pos), (name), (t))
#define BOUNDS(lo, hi, max)  ((Expr *const[3]){(lo), (hi), (max)})
%}
%code {
static void yyerror(const Pos *loc, Parser *p, const char *msg);
}
%code requires {
#include "frontend/syntax/parse.h"
}
%define api.pure full
%define api.push-pull push
%define api.token.raw
%define parse.error custom
%define api.location.type {Pos}
%locations
%param {Parser *p}
%expect 0

%union { /* 8 bytes: with place and state, a stack level takes 14 */
  const Name *name;
  Expr *expr;
  Stmt *stmt;
  Decl *decl;
  Field *field;
  ListStart list;
  int op;
  Pos pos;
}

%token <name> NAME      "name"
%token <expr> LITERAL   "literal"
/* Operators of one precedence share a token; those that are also something
   else have their own. */
%token <op>   OROR "||" ANDAND "&&" CMP "==" ADD "+" OR "|" STAR "*" MUL "/" AND "&" NOT "!" TILDE "~"
%token <op>   ASSIGN_OP "op=" INCDEC "++"
%token        ARROW "<-" ASSIGN "=" DEFINE ":=" LPAREN "(" LBRACK "[" LBRACE "{" RPAREN ")" RBRACK "]" RBRACE "}"
%token        COMMA "," SEMI ";" COLON ":" DOT "." DDD "..."
%token        LBODY "{ of a body"
%token        BREAK "break" CASE "case" CHAN "chan" CONST "const" CONTINUE "continue" DEFAULT "default" DEFER "defer"
%token        ELSE "else" FALLTHROUGH "fallthrough" FOR "for" FUNC "func" GO "go" GOTO "goto" IF "if" IMPORT "import"
%token        INTERFACE "interface" MAP "map" PACKAGE "package" RANGE "range" RETURN "return" SELECT "select"
%token        STRUCT "struct" SWITCH "switch" TYPE "type" VAR "var"

%precedence LONGEST
%precedence "." "[" "(" "<-"
%left "||"
%left "&&"
%left "=="
%left "+" "|"
%left "*" "/" "&"
%precedence UNARY

%type <expr>  expr primary tname lit_type operand_type value elem complit targs oexpr expr_comma
%type <expr>  type type_nonrecv type_nobrack type_result typename qualified brack_type plain_type recv_chan functype noexpr_type
%type <expr>  structtype interfacetype otag cterm type_noname signature
%type <field> param tparam tparam_union tparam_first_union tparam0 tparam_first tparam_first0 ielem ielem0
%type <list>  exprs names types elems elem_list args params param_list result
%type <list>  receiver otparams bad_tparams tparam_list tdecl_list tdecl_params list_mark
%type <list>  stmts semis clauses comms decl_const decl_var decl_type decl_import specs_const specs_var specs_type specs_import
%type <stmt>  if_head for_head switch_head stmt simple osimple block body oblock if_stmt for_stmt switch_stmt select_stmt case_head comm_head header
%type <decl>  import_spec const_spec var_spec type_spec func_decl
%type <pos>   oassign

%%

file: package imports decls                        { build_file(p); } ;
package: "package" NAME ";"                        { build_package(p, $2, @2); } ;
imports: %empty
   | imports "import" decl_import ";"              { decls_set_keyword(p, $3, @2); } ;
decls: %empty
   | decls top ";" ;
top: "const" decl_const                            { decls_set_keyword(p, $2, @1); }
   | "var" decl_var                                { decls_set_keyword(p, $2, @1); }
   | "type" decl_type                              { decls_set_keyword(p, $2, @1); }
   | "func" func_decl                              { $2->keyword = @1; items_push(p, $2); } ;

/* A separator is optional before the closer of its list. */
osemi: %empty | ";" ;
ocomma: %empty | "," ;

/* ---------------------------------------------------------- declarations -- */
/* A group's declarations go straight onto the enclosing list. What they share
   with the group, its keyword's place, is set when the list is complete:

     const ( A = iota; B )     two Decls, grouped, with the place of `const`

   Each kind has rules of its own: the keyword decides what a spec looks like. */

decl_import: import_spec                           { $$ = items_one(p, $1); }
   | "(" ")"                                       { $$ = items_start(p); }
   | "(" specs_import osemi ")"                    { $$ = decls_group(p, $2); } ;
specs_import: import_spec                          { $$ = items_one(p, $1); }
   | specs_import ";" import_spec                  { $$ = items_add(p, $1, $3); } ;
import_spec: LITERAL                               { $$ = build_import(p, @1, NULL, $1); }
   | NAME LITERAL                                  { $$ = build_import(p, @1, $1, $2); }
   | "." LITERAL                                   { $$ = build_import(p, @1, name_of(p->c, "."), $2); } ;

decl_const: const_spec                             { $$ = items_one(p, $1); }
   | "(" ")"                                       { $$ = items_start(p); }
   | "(" specs_const osemi ")"                     { $$ = decls_group(p, $2); } ;
specs_const: const_spec                            { $$ = items_one(p, $1); }
   | specs_const ";" const_spec                    { $$ = items_add(p, $1, $3); } ;
const_spec: names                                  { $$ = build_value(p, DECL_CONST, $1, NULL, NO_LIST); }
   | names type                                    { $$ = build_value(p, DECL_CONST, $1, $2, NO_LIST); }
   | names "=" exprs                               { $$ = build_value(p, DECL_CONST, $1, NULL, $3); }
   | names type "=" exprs                          { $$ = build_value(p, DECL_CONST, $1, $2, $4); } ;

decl_var: var_spec                                 { $$ = items_one(p, $1); }
   | "(" ")"                                       { $$ = items_start(p); }
   | "(" specs_var osemi ")"                       { $$ = decls_group(p, $2); } ;
specs_var: var_spec                                { $$ = items_one(p, $1); }
   | specs_var ";" var_spec                        { $$ = items_add(p, $1, $3); } ;
var_spec: names type                               { $$ = build_value(p, DECL_VAR, $1, $2, NO_LIST); }
   | names "=" exprs                               { $$ = build_value(p, DECL_VAR, $1, NULL, $3); }
   | names type "=" exprs                          { $$ = build_value(p, DECL_VAR, $1, $2, $4); } ;
names: NAME                                        { $$ = items_one(p, NAMED($1, @1)); }
   | names "," NAME                                { $$ = items_add(p, $1, NAMED($3, @3)); } ;

decl_type: type_spec                               { $$ = items_one(p, $1); }
   | "(" ")"                                       { $$ = items_start(p); }
   | "(" specs_type osemi ")"                      { $$ = decls_group(p, $2); } ;
specs_type: type_spec                              { $$ = items_one(p, $1); }
   | specs_type ";" type_spec                      { $$ = items_add(p, $1, $3); } ;

/* `type T [` x: an array's length, or the first type parameter? x is read as
   an expression unless the token behind its leading name can only start a
   constraint; build_type_or_array then splits `P *C`, `P (C)` and `P *C|D`. */
type_spec: NAME type_nobrack                       { $$ = build_type(p, NAMED($1, @1), NO_LIST, NO_POS, $2); }
   | NAME "=" type                                 { $$ = build_type(p, NAMED($1, @1), NO_LIST, @2, $3); }
   | NAME "[" "]" type                             { $$ = build_type(p, NAMED($1, @1), NO_LIST, NO_POS, build_slice_type(p, @2, $4)); }
   | NAME "[" "..." "]" type                       { $$ = build_type(p, NAMED($1, @1), NO_LIST, NO_POS, build_array(p, @2, NULL, $5)); }
   | NAME "[" expr "]" oassign type                { $$ = build_type_or_array(p, NAMED($1, @1), (BracketPlaces){@2, @4, $5}, $3, $6); }
   | NAME tdecl_params oassign type                { $$ = build_type(p, NAMED($1, @1), $2, $3, $4); } ;
tdecl_params: "[" expr_comma "]"                   { $$ = params_fix(p, items_one(p, param_from_expr(p, $2)), true, @3); }
   | "[" tdecl_list ocomma "]"                     { $$ = params_fix(p, $2, true, @4); } ;
/* the place of an alias declaration's `=` */
oassign: %empty                                    { $$ = NO_POS; }
   | "="                                           { $$ = @1; } ;
/* The first parameter is what the bracket is decided by; those behind it are
   as in a function's list. */
tdecl_list: tparam_first                           { $$ = items_one(p, $1); }
   | expr_comma tparam                             { $$ = items_one(p, param_from_expr(p, $1)); items_push(p, $2); }
   | tdecl_list "," tparam                         { $$ = items_add(p, $1, $3); } ;
expr_comma: expr ","                               { check_param_expr(p, $1, @2); } ;
tparam_first: tparam_first_union
   | NAME "..." type                               { $$ = PARAM(@1, $1, build_dots(p, @2, $3)); } ;
tparam_first_union: tparam_first0
   | tparam_first_union "|" cterm                  { $$ = build_union(p, $1, @2, $3); } ;
tparam_first0: NAME noexpr_type                    { $$ = PARAM(@1, $1, $2); }
   | NAME targs                                    { $$ = PARAM(@1, NULL, build_instance(p, @1, $1, @2, $2)); }
   | NAME "~" type                                 { $$ = PARAM(@1, $1, build_unary(p, @2, OP_TILDE, $3)); }
   | NAME "[" "]" type                             { $$ = PARAM(@1, $1, build_slice_type(p, @2, $4)); }
   | NAME "[" expr "]" type                        { $$ = PARAM(@1, $1, build_array(p, @2, $3, $5)); } ;

/* The `bad_` alternatives are errors that gc reports at the `[`, before the
   list is read. */
func_decl: NAME otparams signature oblock          { if ($2 != NO_LIST) $3->pos = @2;
                                                     $$ = build_func(p, NAMED($1, @1), $2, $3, $4); }
   | receiver NAME signature oblock                { $$ = build_method_decl(p, @1, $1, build_func(p, NAMED($2, @2), NO_LIST, $3, $4)); }
   | receiver NAME bad_tparams signature oblock    { $4->pos = @3;
                                                     $$ = build_method_decl(p, @1, $1, build_func(p, NAMED($2, @2), $3, $4, $5)); } ;
bad_tparams: bad_method "]"                        { $$ = NO_LIST; parser_syntax_error(p, @2, "empty type parameter list"); }
   | bad_method tparam_list ocomma "]"             { $$ = params_fix(p, $2, true, @4); } ;
/* Reports before the list is read, unless that there is no receiver was. */
bad_method: "["                                    { if (!p->no_receiver) parser_syntax_error(p, @1, "method must have no type parameters"); } ;
/* The message waits for the token behind the receiver, where gc has it. */
receiver: params                                   { uint32_t n = p->nitems - $1;
                                                     p->no_receiver = n == 0;
                                                     if (n != 1)
                                                       parser_error_at_next(p, n == 0 ? "method has no receiver" : "method has multiple receivers"); } ;
otparams: %empty                                   { $$ = NO_LIST; }
   | "[" "]"                                       { $$ = items_start(p); parser_syntax_error(p, @2, "empty type parameter list"); }
   | "[" tparam_list ocomma "]"                    { $$ = params_fix(p, $2, true, @4); } ;
oblock: %empty                                     { $$ = NULL; }
   | block ;

/* ------------------------------------------------------------ parameters -- */

/* `(a, b int)` reads as two names, then a name with a type; `(int, string)` as
   two names. params_fix decides when the list is complete. */
signature: params result                           { $$ = build_func_type(p, @1, $1, $2); } ;
params: "(" ")"                                    { $$ = items_start(p); }
   | "(" param_list ocomma ")"                     { $$ = params_fix(p, $2, false, @4); } ;
param_list: param                                  { $$ = items_one(p, $1); }
   | param_list "," param                          { $$ = items_add(p, $1, $3); } ;
param: NAME                                        { $$ = PARAM(@1, $1, NULL); }
   | NAME type_nobrack                             { $$ = PARAM(@1, $1, $2); }
   | NAME "[" "]" type                             { $$ = PARAM(@1, $1, build_slice_type(p, @2, $4)); }
   | NAME "[" expr "]" type                        { $$ = PARAM(@1, $1, build_array(p, @2, $3, $5)); }
   | NAME targs                                    { $$ = PARAM(@1, NULL, build_instance(p, @1, $1, @2, $2)); }
   | NAME "..." type                               { $$ = PARAM(@1, $1, build_dots(p, @2, $3)); }
   | "..." type                                    { $$ = PARAM(@1, NULL, build_dots(p, @1, $2)); }
   | qualified                                     { $$ = PARAM(@1, NULL, $1); }
   | type_noname                                   { $$ = PARAM(@1, NULL, $1); } ;
result: %empty %prec LONGEST                       { $$ = items_start(p); }
   | params
   | type_result                                   { $$ = items_one(p, PARAM(@1, NULL, $1)); } ;

/* Type parameters: as parameters, but with `~T` and unions as types. */
tparam_list: tparam                                { $$ = items_one(p, $1); }
   | tparam_list "," tparam                        { $$ = items_add(p, $1, $3); } ;
tparam: tparam_union
   | NAME "..." type                               { $$ = PARAM(@1, $1, build_dots(p, @2, $3)); }
   | "..." type                                    { $$ = PARAM(@1, NULL, build_dots(p, @1, $2)); } ;
tparam_union: tparam0
   | tparam_union "|" cterm                        { $$ = build_union(p, $1, @2, $3); } ;
tparam0: NAME                                      { $$ = PARAM(@1, $1, NULL); }
   | NAME type_nobrack                             { $$ = PARAM(@1, $1, $2); }
   | NAME "~" type                                 { $$ = PARAM(@1, $1, build_unary(p, @2, OP_TILDE, $3)); }
   | NAME "[" "]" type                             { $$ = PARAM(@1, $1, build_slice_type(p, @2, $4)); }
   | NAME "[" expr "]" type                        { $$ = PARAM(@1, $1, build_array(p, @2, $3, $5)); }
   | NAME targs                                    { $$ = PARAM(@1, NULL, build_instance(p, @1, $1, @2, $2)); }
   | qualified                                     { $$ = PARAM(@1, NULL, $1); }
   | type_noname                                   { $$ = PARAM(@1, NULL, $1); }
   | "~" type                                      { $$ = PARAM(@1, NULL, build_unary(p, @1, OP_TILDE, $2)); } ;
cterm: type
   | "~" type                                      { $$ = build_unary(p, @1, OP_TILDE, $2); } ;

/* ----------------------------------------------------------------- types -- */
/* Parentheses around types are dropped, as in gc. */

type: typename | type_noname ;
/* in parameters, fields and interface elements, where names are ambiguous */
type_noname: "*" type                              { $$ = build_unary(p, @1, OP_MUL, $2); }
   | "(" type ")"                                  { $$ = $2; }
   | brack_type | plain_type | recv_chan | functype ;
/* behind a name: `x []T` and `x [n]T` have rules of their own */
type_nobrack: typename | plain_type | recv_chan | functype
   | "*" type                                      { $$ = build_unary(p, @1, OP_MUL, $2); }
   | "(" type ")"                                  { $$ = $2; } ;
/* behind `chan`: `chan <-chan T` is a chan<- */
type_nonrecv: typename | brack_type | plain_type | functype
   | "*" type                                      { $$ = build_unary(p, @1, OP_MUL, $2); }
   | "(" type ")"                                  { $$ = $2; } ;
/* a result's `(` opens a list */
type_result: typename | brack_type | plain_type | recv_chan | functype
   | "*" type                                      { $$ = build_unary(p, @1, OP_MUL, $2); } ;
/* what behind a name cannot continue an expression */
noexpr_type: typename | plain_type | recv_chan | functype ;

/* T, T[int, string], pkg.T, pkg.T[int] */
typename: NAME %prec LONGEST                       { $$ = NAMED($1, @1); }
   | NAME targs                                    { $$ = build_instance(p, @1, $1, @2, $2); }
   | qualified ;
qualified: NAME "." NAME %prec LONGEST             { $$ = build_selector(p, @2, NAMED($1, @1), $3, @3); }
   | NAME "." NAME targs                           { $$ = build_pair(p, EXPR_INDEX, @4, build_selector(p, @2, NAMED($1, @1), $3, @3), $4); } ;
targs: "[" expr "]"                                { $$ = $2; }
   | "[" expr "," "]"                              { $$ = $2; }
   | "[" expr "," types ocomma "]"                 { $$ = build_list_from(p, $2, $4); } ;
types: type                                        { $$ = items_one(p, $1); }
   | types "," type                                { $$ = items_add(p, $1, $3); } ;

/* what begins with a bracket: it may follow a name as an index does */
brack_type: "[" "]" type                           { $$ = build_slice_type(p, @1, $3); }
   | "[" expr "]" type                             { $$ = build_array(p, @1, $2, $4); }
   | "[" "..." "]" type                            { $$ = build_array(p, @1, NULL, $4); } ;
plain_type: "map" "[" type "]" type                { $$ = build_pair(p, EXPR_MAP_TYPE, @1, $3, $5); }
   | "chan" type_nonrecv                           { $$ = build_chan(p, @1, 0, $2); }
   | "chan" "<-" type                              { $$ = build_chan(p, @1, EXPR_F_CHAN_SEND, $3); }
   | structtype | interfacetype ;
recv_chan: "<-" "chan" type                        { $$ = build_chan(p, @1, EXPR_F_CHAN_RECV, $3); } ;
/* func(x int) string; with type parameters it is an error, and read on */
functype: "func" signature                         { $$ = $2; }
   | "func" func_tparams signature                 { $$ = $3; } ;
func_tparams: bad_lbrack "]"                       { parser_syntax_error(p, @2, "empty type parameter list"); }
   | bad_lbrack tparam_list ocomma "]"             { uint32_t n; items_take(p, params_fix(p, $2, true, @4), &n); } ;
bad_lbrack: "["                                    { parser_syntax_error(p, @1, "function type must have no type parameters"); } ;

/* Fields push themselves: one rule may make several, as `a, b int` does. The
   list begins where list_mark is reduced. */
structtype: "struct" "{" list_mark "}"             { $$ = build_record(p, EXPR_STRUCT_TYPE, @1, $3, @4); }
   | "struct" "{" list_mark fields osemi "}"       { $$ = build_record(p, EXPR_STRUCT_TYPE, @1, $3, @6); } ;
list_mark: %empty                                  { $$ = items_start(p); } ;
fields: field | fields ";" field ;
field: NAME otag                                   { build_embedded(p, @1, NAMED($1, @1), $2); }
   | NAME targs otag                               { build_embedded(p, @1, build_instance(p, @1, $1, @2, $2), $3); }
   | qualified otag                                { build_embedded(p, @1, $1, $2); }
   | "*" typename otag                             { build_embedded(p, @1, build_unary(p, @1, OP_MUL, $2), $3); }
   | bad_lparen typename ")" otag                  { build_embedded(p, @1, $2, $4); }
   | bad_lparen "*" typename ")" otag              { build_embedded(p, @1, build_unary(p, @2, OP_MUL, $3), $5); }
   | "*" bad_lparen typename ")" otag              { build_embedded(p, @1, build_unary(p, @1, OP_MUL, $3), $5); }
   | NAME type_nobrack otag                        { build_field(p, @1, $1, $2, $3); }
   | NAME "[" "]" type otag                        { build_field(p, @1, $1, build_slice_type(p, @2, $4), $5); }
   | NAME "[" expr "]" type otag                   { build_field(p, @1, $1, build_array(p, @2, $3, $5), $6); }
   | NAME "," names type otag                      { build_fields(p, NAMED($1, @1), $3, $4, $5); } ;
bad_lparen: "("                                    { parser_syntax_error(p, @1, "cannot parenthesize embedded type"); } ;
otag: %empty                                       { $$ = NULL; }
   | LITERAL ;

/* An element's bracket is read as type parameters, which include plain types:
   `m[T any]()` (an error) and `I[int, *T]` then need no lookahead. */
interfacetype: "interface" "{" list_mark "}"       { $$ = build_record(p, EXPR_INTERFACE_TYPE, @1, $3, @4); }
   | "interface" "{" list_mark ielems osemi "}"    { $$ = build_record(p, EXPR_INTERFACE_TYPE, @1, $3, @6); } ;
ielems: ielem                                      { items_push(p, $1); }
   | ielems ";" ielem                              { items_push(p, $3); } ;
ielem: NAME signature                              { $$ = build_method(p, @1, $1, $2); }
   | NAME "[" "]" signature                        { parser_error(p, @3, "empty type parameter list"); $$ = build_method(p, @1, $1, $4); }
   | NAME "[" tparam_list ocomma "]" signature     { parser_error(p, @2, "interface method must have no type parameters");
                                                     if (!params_any_named(p, $3)) p->broken = true;
                                                     uint32_t n; items_take(p, params_fix(p, $3, false, @5), &n);
                                                     $$ = build_method(p, @1, $1, $6); }
   | ielem0 ;
ielem0: NAME                                       { $$ = PARAM(@1, NULL, NAMED($1, @1)); }
   | NAME "[" "]"                                  { parser_error(p, @3, "empty type argument list"); $$ = PARAM(@1, NULL, NAMED($1, @1)); }
   | NAME "[" tparam_list ocomma "]"               { $$ = build_embedded_instance(p, @1, $1, @2, params_fix(p, $3, false, @5)); }
   | qualified                                     { $$ = PARAM(@1, NULL, $1); }
   | type_noname                                   { $$ = PARAM(@1, NULL, $1); }
   | "~" type                                      { $$ = PARAM(@1, NULL, build_unary(p, @1, OP_TILDE, $2)); }
   | ielem0 "|" cterm                              { $$ = build_union(p, $1, @2, $3); } ;

/* ----------------------------------------------------------- expressions -- */
/* Types are operands, too: make([]int, n), case chan int:, []byte(s). */

expr: primary
   | expr "||" expr                                { $$ = build_binary(p, @2, $2, $1, $3); }
   | expr "&&" expr                                { $$ = build_binary(p, @2, $2, $1, $3); }
   | expr "==" expr                                { $$ = build_binary(p, @2, $2, $1, $3); }
   | expr "+" expr                                 { $$ = build_binary(p, @2, $2, $1, $3); }
   | expr "|" expr                                 { $$ = build_binary(p, @2, $2, $1, $3); }
   | expr "*" expr                                 { $$ = build_binary(p, @2, $2, $1, $3); }
   | expr "/" expr                                 { $$ = build_binary(p, @2, $2, $1, $3); }
   | expr "&" expr                                 { $$ = build_binary(p, @2, $2, $1, $3); }
   | "+" expr %prec UNARY                          { $$ = build_unary(p, @1, $1, $2); }
   | "*" expr %prec UNARY                          { $$ = build_unary(p, @1, OP_MUL, $2); }
   | "!" expr %prec UNARY                          { $$ = build_unary(p, @1, OP_NOT, $2); }
   | "~" expr %prec UNARY                          { $$ = build_unary(p, @1, OP_TILDE, $2); }
   | "&" expr %prec UNARY                          { $$ = build_address(p, @1, $2); }
   | "<-" expr %prec UNARY                         { $$ = build_receive(p, @1, $2); } ;

primary: tname
   | LITERAL
   | "(" expr ")"                                  { $$ = build_pair(p, EXPR_PAREN, @1, $2, NULL); }
   | operand_type
   | complit
   | functype block                                { $$ = build_func_lit(p, @1, $1, $2); }
   | primary "(" args ")"                          { $$ = build_call(p, @2, $1, $3, false); }
   | primary "(" exprs "..." ocomma ")"            { $$ = build_call(p, @2, $1, $3, true); }
   | primary "." "(" type ")"                      { $$ = build_pair(p, EXPR_TYPE_ASSERT, @2, $1, $4); }
   | primary "." "(" "type" ")"                    { $$ = build_guard(p, @2, $1); }
   | primary "[" oexpr ":" oexpr "]"               { $$ = build_slice(p, @2, $1, BOUNDS($3, $5, NULL)); }
   | primary "[" oexpr ":" expr ":" expr "]"       { $$ = build_slice(p, @2, $1, BOUNDS($3, $5, $7)); } ;
/* the primaries that a composite literal's brace may follow */
tname: NAME %prec LONGEST                          { $$ = NAMED($1, @1); }
   | primary "." NAME                              { $$ = build_selector(p, @2, $1, $3, @3); }
   | primary "[" expr "]"                          { $$ = build_pair(p, EXPR_INDEX, @2, $1, $3); }
   | primary "[" expr "," "]"                      { $$ = build_pair(p, EXPR_INDEX, @2, $1, $3); }
   | primary "[" expr "," types ocomma "]"         { $$ = build_pair(p, EXPR_INDEX, @2, $1, build_list_from(p, $3, $5)); } ;
/* types that may begin an expression */
operand_type: lit_type
   | "chan" type_nonrecv                           { $$ = build_chan(p, @1, 0, $2); }
   | "chan" "<-" type                              { $$ = build_chan(p, @1, EXPR_F_CHAN_SEND, $3); }
   | interfacetype
   | functype ;
/* types that a composite literal may have, besides names */
lit_type: brack_type
   | "map" "[" type "]" type                       { $$ = build_pair(p, EXPR_MAP_TYPE, @1, $3, $5); }
   | structtype ;
/* In a header the brace behind a name arrives as LBODY: no literal there. */
complit: tname "{" elems "}"                       { $$ = build_composite(p, @2, $1, $3, @4); }
   | lit_type "{" elems "}"                        { $$ = build_composite(p, @2, $1, $3, @4); }
   | "(" expr ")" "{" elems "}"                    { parser_syntax_error(p, @4, "cannot parenthesize type in composite literal");
                                                     $$ = build_composite(p, @4, $2, $5, @6); } ;
elems: %empty                                      { $$ = items_start(p); }
   | elem_list ocomma ;
elem_list: elem                                    { $$ = items_one(p, $1); }
   | elem_list "," elem                            { $$ = items_add(p, $1, $3); } ;
elem: value
   | value ":" value                               { $$ = build_pair(p, EXPR_KEY_VALUE, @2, $1, $3); } ;
value: expr
   | "{" elems "}"                                 { $$ = build_composite(p, @1, NULL, $2, @3); } ;
args: %empty                                       { $$ = items_start(p); }
   | exprs ocomma ;
exprs: expr                                        { $$ = items_one(p, $1); }
   | exprs "," expr                                { $$ = items_add(p, $1, $3); } ;
oexpr: %empty                                      { $$ = NULL; }
   | expr ;

/* ------------------------------------------------------------ statements -- */

block: "{" stmts "}"                               { $$ = build_block(p, @1, $2, @3); } ;
body: LBODY stmts "}"                              { $$ = build_block(p, @1, $2, @3); } ;
/* The last statement needs no `;`. Empty statements are nodes, too. */
stmts: semis
   | semis stmt                                    { $$ = items_add(p, $1, $2); } ;
semis: %empty                                      { $$ = items_start(p); }
   | semis ";"                                     { $$ = items_add(p, $1, build_empty(p, @2)); }
   | semis stmt ";"                                { $$ = items_add(p, $1, $2); } ;

stmt: simple                                       { if (parser_byte(p, @1) == '~') p->broken = true; }
   | NAME ":"                                      { $$ = build_labeled(p, @2, NAMED($1, @1), build_empty(p, p->tok_pos)); }
   | NAME ":" stmt                                 { $$ = build_labeled(p, @2, NAMED($1, @1), $3); }
   | "const" decl_const                            { $$ = build_decl_stmt(p, @1, $2); }
   | "var" decl_var                                { $$ = build_decl_stmt(p, @1, $2); }
   | "type" decl_type                              { $$ = build_decl_stmt(p, @1, $2); }
   | "go" primary                                  { $$ = build_call_stmt(p, STMT_GO, @1, $2); }
   | "defer" primary                               { $$ = build_call_stmt(p, STMT_DEFER, @1, $2); }
   | "return"                                      { $$ = build_return(p, @1, NO_LIST); }
   | "return" exprs                                { $$ = build_return(p, @1, $2); }
   | "break"                                       { $$ = build_branch(p, STMT_BREAK, @1, NULL); }
   | "break" NAME                                  { $$ = build_branch(p, STMT_BREAK, @1, NAMED($2, @2)); }
   | "continue"                                    { $$ = build_branch(p, STMT_CONTINUE, @1, NULL); }
   | "continue" NAME                               { $$ = build_branch(p, STMT_CONTINUE, @1, NAMED($2, @2)); }
   | "goto" NAME                                   { $$ = build_branch(p, STMT_GOTO, @1, NAMED($2, @2)); }
   | "fallthrough"                                 { $$ = build_branch(p, STMT_FALLTHROUGH, @1, NULL); }
   | block | if_stmt | for_stmt | switch_stmt | select_stmt ;

simple: expr                                       { $$ = build_expr_stmt(p, $1); }
   | expr "<-" expr                                { $$ = build_send(p, @2, $1, $3); }
   | expr "++"                                     { $$ = build_inc_dec(p, @2, $2, $1); }
   | expr "op=" expr                               { $$ = build_op_assign(p, @2, $2, $1, $3); }
   | exprs "=" exprs                               { $$ = build_assign(p, @2, 0, $1, $3); }
   | exprs ":=" exprs                              { $$ = build_assign(p, @2, STMT_F_DEFINE, $1, $3); } ;
osimple: %empty                                    { $$ = NULL; }
   | simple ;

/* The heads are nonterminals so that their checks come before the body. */
header: osimple                                    { $$ = build_header(p, NULL, $1, NO_POS); }
   | osimple ";" osimple                           { $$ = build_header(p, $1, $3, @2); } ;
if_head: "if" header                               { $$ = build_if_head(p, @1, $2); } ;
if_stmt: if_head body                              { $$ = build_if($1, $2, NULL); }
   | if_head body "else" if_stmt                   { $$ = build_if($1, $2, $4); }
   | if_head body "else" block                     { $$ = build_if($1, $2, $4); } ;
for_head: "for" osimple                            { $$ = build_for_head(p, @1, NULL, $2, NULL); }
   | "for" osimple ";" osimple ";" osimple         { $$ = build_for_head(p, @1, $2, $4, $6); }
   | "for" "range" expr                            { $$ = build_range_head(p, @1, 0, NO_LIST, $3); $$->range.keyword = @2; }
   | "for" exprs "=" "range" expr                  { $$ = build_range_head(p, @1, 0, $2, $5); $$->range.keyword = @4; }
   | "for" exprs ":=" "range" expr                 { $$ = build_range_head(p, @1, STMT_F_DEFINE, $2, $5); $$->range.keyword = @4; } ;
for_stmt: for_head body                            { $$ = build_for($1, $2); } ;

/* A clause's last statement needs its `;` unless the switch ends there. */
switch_head: "switch" header                       { $$ = build_switch_head(p, @1, $2); } ;
switch_stmt: switch_head LBODY clauses "}"         { $$ = build_switch(p, $1, $3, @4); }
   | switch_head LBODY clauses case_head semis stmt "}"
                                                   { build_last_clause(p, $4, $5, $6); $$ = build_switch(p, $1, $3, @7); } ;
clauses: %empty                                    { $$ = items_start(p); }
   | clauses case_head semis                       { build_clause(p, $2, $3); $$ = items_add(p, $1, $2); } ;
case_head: "case" exprs ":"                        { $$ = build_case(p, @1, build_list(p, $2), @3); }
   | "default" ":"                                 { $$ = build_case(p, @1, NULL, @2); } ;
select_stmt: "select" LBODY comms "}"              { $$ = build_switch(p, stmt_new(p->c, STMT_SELECT, @1), $3, @4); }
   | "select" LBODY comms comm_head semis stmt "}" { build_last_clause(p, $4, $5, $6);
                                                     $$ = build_switch(p, stmt_new(p->c, STMT_SELECT, @1), $3, @7); } ;
comms: %empty                                      { $$ = items_start(p); }
   | comms comm_head semis                         { build_clause(p, $2, $3); $$ = items_add(p, $1, $2); } ;
comm_head: "case" simple ":"                       { $$ = build_comm(p, @1, $2, @3); }
   | "default" ":"                                 { $$ = build_comm(p, @1, NULL, @2); } ;

%%

/* The fast parse does not report: parse.c starts over with recover.c. */
static int yyreport_syntax_error(const yypcontext_t *ctx, Parser *p) {
  (void)ctx;
  p->broken = true;
  return 0;
}

/* Only the parser's own failures: nesting beyond YYMAXDEPTH, no memory. */
static void yyerror(const Pos *loc, Parser *p, const char *msg) {
  parser_syntax_error(p, *loc, "%s", msg);
}

#if YYPUSH
int lr_depth(const yypstate *ps) { return (int)(ps->yyssp - ps->yyss) + 1; }

int lr_symbol(const yypstate *ps, int i) {
  static const int marks[] = {
    /* by bison's number of the symbol, which changes with the grammar */
    [YYSYMBOL_bad_lbrack] = LBRACK,
    [YYSYMBOL_bad_lparen] = LPAREN,
    [YYSYMBOL_bad_method] = LBRACK,
    [YYSYMBOL_body] = MARK_BODY,
    [YYSYMBOL_expr] = MARK_EXPR,
    [YYSYMBOL_expr_comma] = MARK_EXPR_COMMA,
    [YYSYMBOL_for_head] = MARK_FOR_HEAD,
    [YYSYMBOL_if_head] = MARK_IF_HEAD,
    [YYSYMBOL_list_mark] = MARK_LIST_MARK,
    [YYSYMBOL_names] = MARK_NAMES,
    [YYSYMBOL_oassign] = MARK_OASSIGN,
    [YYSYMBOL_ocomma] = MARK_OCOMMA,
    [YYSYMBOL_primary] = MARK_PRIMARY,
    [YYSYMBOL_receiver] = MARK_RECEIVER,
    [YYSYMBOL_semis] = MARK_SEMIS,
    [YYSYMBOL_switch_head] = MARK_SWITCH_HEAD,
    [YYSYMBOL_tdecl_list] = MARK_TDECL_LIST,
    [YYSYMBOL_tdecl_params] = MARK_TDECL_PARAMS,
    [YYSYMBOL_tname] = MARK_TNAME,
    [YYSYMBOL_tparam_list] = MARK_TPARAM_LIST,
    [YYSYMBOL_tparam_first] = MARK_TPARAM_FIRST,
    [YYSYMBOL_tparam_first0] = MARK_TPARAM_FIRST,
    [YYSYMBOL_tparam_first_union] = MARK_TPARAM_FIRST,
    [YYNTOKENS + YYNNTS] = 0,
  };
  if (i <= 0 || i >= lr_depth(ps))
    return 0;
  int s = yystos[ps->yyss[i]];
  if (s < YYNTOKENS)
    return s;
  return marks[s] ? marks[s] : MARK_OTHER;
}

YYSTYPE lr_value(const yypstate *ps, int below) { return ps->yyvsp[-below]; }

Pos lr_place(const yypstate *ps, int i) { return ps->yyls[i]; }

/* A stack of states cut to n, with states pushed on top that do not exist:
   what the automaton's stack would be after some reductions. */
typedef struct Overlay {
  const yypstate *ps;
  int n, extra;
  yy_state_t states[64]; /* longer than the stack of any one reduction chain */
} Overlay;

/* The state that the next token meets. */
static yy_state_t overlay_top(const Overlay *o) {
  return o->extra ? o->states[o->extra - 1] : o->ps->yyss[o->n - 1];
}

/* Takes a rule's right side off, real states or others, and goes to the state
   of its left side: the `goto` of an LR parser, from bison's packed tables. */
static void overlay_reduce(Overlay *o, int rule) {
  int len = yyr2[rule], lhs = yyr1[rule] - YYNTOKENS;
  if (len <= o->extra) {
    o->extra -= len;
  } else {
    o->n -= len - o->extra;
    o->extra = 0;
  }
  yy_state_t s = overlay_top(o);
  int g = yypgoto[lhs] + s;
  bool in_table = 0 <= g && g <= YYLAST && yycheck[g] == s;
  ASSERT(o->extra < (int)COUNT(o->states));
  o->states[o->extra++] = (yy_state_t)(in_table ? yytable[g] : yydefgoto[lhs]);
}

/* Follows reductions that t asks for until it is shifted or is an error. Where
   bison's tables reduce by default without looking at t, an error shows one or
   more reductions later; nothing of this is done on the real stack. */
bool lr_accepts(const yypstate *ps, int n, int t) {
  Overlay o = {.ps = ps, .n = n};
  for (;;) {
    yy_state_t s = overlay_top(&o);
    int i = yypact[s], rule;
    if (s == YYFINAL && t == YYSYMBOL_YYEOF)
      return true;
    if (yypact_value_is_default(i) || (i += t) < 0 || i > YYLAST || yycheck[i] != t)
      rule = yydefact[s];
    else if (yytable[i] > 0)
      return true;
    else if (yytable_value_is_error(yytable[i]))
      return false;
    else
      rule = -yytable[i];
    if (rule == 0)
      return false;
    overlay_reduce(&o, rule);
  }
}
#endif
