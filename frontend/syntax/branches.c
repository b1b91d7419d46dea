/*
 * branches.c - labels, goto, break, continue and fallthrough of one body.
 *
 * Sets Stmt.branch.target of every jump, and STMT_F_HAS_BREAK on what some
 * break leaves. A function literal's body has labels of its own and is
 * checked by itself.
 *
 * Blocks form a chain, each knowing the label of the statement it belongs to.
 * A jump that names a label is right if the label is in that chain:
 *
 *   L: for {            block of for, labelled L
 *        for {          block of for
 *          break L      target: the outer for
 *        }
 *      }
 *
 * A goto may name a label that comes later, but must not jump into a block or
 * over a declaration of its own block (spec: Goto statements). Gotos whose
 * label has not come yet wait on one stack: those of an inner block that stay
 * unresolved at its end are then the outer block's, without being moved. One
 * that was waiting when a variable was declared must not be resolved behind.
 */
#include "frontend/syntax/parse.h"

/* The statements that break and continue without label refer to. */
typedef struct Targets {
  Stmt *breaks;    /* loop, switch or select; NULL: none */
  Stmt *continues; /* loop */
  int64_t clause;  /* index of the switch's clause that this block is; -1 */
} Targets;

typedef struct Block Block;
struct Block {
  const Block *outer;
  uint32_t id;   /* unlike the address, never used again */
  Stmt *labeled; /* the labelled statement that this block belongs to */
  Pos start;
  Targets targets;
  /* the last variable declared so far, for gotos over it */
  Pos var_pos;
  const Expr *var_name;
  uint32_t var_gotos; /* gotos found before it */
};

typedef struct Label {
  uint32_t block; /* id of the block that declares it */
  Pos block_start;
  Stmt *stmt;
  bool used;
} Label;

typedef struct Goto {
  Stmt *stmt;
  uint32_t number; /* in order of the source */
} Goto;

typedef struct Branches {
  Parser *p;
  Map labels;         /* Name -> Label */
  LIST(Goto) waiting; /* gotos whose label has not come yet */
  uint32_t gotos;     /* found so far */
  uint32_t blocks;
} Branches;

static void check_list(Branches *b, Block *block, Stmt **list, uint32_t n);

/* ---------------------------------------------------------------- labels -- */

static Label *find_label(const Branches *b, const Name *name) {
  return map_get(&b->labels, name);
}

/* Enters a label; a second one of that name is an error and ignored. */
static Label *declare_label(Branches *b, const Block *block, Stmt *s) {
  Label *l = find_label(b, s->branch.label);
  if (l) {
    parser_soft_error(b->p, s->branch.label_pos, l->stmt->branch.label_pos,
                      "label %s already defined at ", s->branch.label->text);
    return l;
  }
  l = NEW(&b->p->c->arena, Label);
  *l = (Label){.block = block->id, .block_start = block->start, .stmt = s};
  map_set(&b->p->c->arena, &b->labels, s->branch.label, l);
  return l;
}

/* Resolves the gotos of this block and inner ones that wait for the label. */
static void resolve_gotos(Branches *b, const Block *block, uint32_t first,
                          Stmt *labeled) {
  Label *l = find_label(b, labeled->branch.label);
  uint32_t kept = first;
  for (uint32_t i = first; i < b->waiting.len; i++) {
    Goto *g = &b->waiting.items[i];
    if (g->stmt->branch.label != labeled->branch.label) {
      b->waiting.items[kept++] = *g;
      continue;
    }
    g->stmt->branch.target = labeled;
    l->used = true;
    if (block->var_name && g->number < block->var_gotos)
      parser_soft_error(b->p, g->stmt->branch.label_pos, block->var_pos,
                        "goto %s jumps over declaration of %s at ",
                        labeled->branch.label->text,
                        expr_string(b->p->c, block->var_name));
  }
  b->waiting.len = kept;
}

/* Enters a label and resolves what waits for it; `_` is no label. */
static void check_label(Branches *b, Block *block, uint32_t first_goto,
                        Stmt *s) {
  if (name_is_blank(s->branch.label))
    return;
  declare_label(b, block, s);
  resolve_gotos(b, block, first_goto, s);
}

/* Reports what is left at the end of the body. */
static void check_leftovers(Branches *b) {
  for (uint32_t i = 0; i < b->waiting.len; i++) {
    Stmt *s = b->waiting.items[i].stmt;
    const char *name = s->branch.label->text;
    Label *l = find_label(b, s->branch.label);
    if (l) {
      l->used = true;
      parser_soft_error(b->p, s->branch.label_pos, l->block_start,
                        "goto %s jumps into block starting at ", name);
    } else {
      parser_soft_error(b->p, s->branch.label_pos, NO_POS,
                        "label %s not defined", name);
    }
  }
  for (uint32_t i = 0; i < b->labels.len; i++) {
    const Label *l = b->labels.entries[i].value;
    l->stmt->branch.used = l->used;
    if (!l->used)
      parser_soft_error(b->p, l->stmt->branch.label_pos, NO_POS,
                        "label %s defined and not used",
                        l->stmt->branch.label->text);
  }
}

/* ----------------------------------------------------------------- jumps -- */

static bool is_loop(const Stmt *s) {
  return s && (s->kind == STMT_FOR || s->kind == STMT_RANGE);
}

static bool is_breakable(const Stmt *s) {
  return is_loop(s) ||
         (s && (s->kind == STMT_SWITCH || s->kind == STMT_SELECT));
}

/* What a labelled break or continue refers to: the statement behind the
   label, if the jump is inside it. NULL after a message. */
static Stmt *labeled_target(Branches *b, const Block *block, const Stmt *s) {
  const char *word = s->kind == STMT_BREAK ? "break" : "continue";
  const char *name = s->branch.label->text;
  Label *l = find_label(b, s->branch.label);
  if (!l) {
    parser_soft_error(b->p, s->branch.label_pos, NO_POS,
                      "%s label not defined: %s", word, name);
    return NULL;
  }
  ASSERT(l->stmt);
  l->used = true;
  while (block && block->labeled != l->stmt)
    block = block->outer;
  Stmt *target = block ? l->stmt->branch.stmt : NULL;
  bool fits = s->kind == STMT_BREAK ? is_breakable(target) : is_loop(target);
  if (fits)
    return target;
  parser_soft_error(b->p, s->branch.label_pos, NO_POS, "invalid %s label %s",
                    word, name);
  return NULL;
}

/* Without label: the innermost loop, switch or select. */
static void check_break(Branches *b, const Block *block, Stmt *s) {
  Stmt *target =
      s->branch.label ? labeled_target(b, block, s) : block->targets.breaks;
  if (!target && !s->branch.label)
    parser_soft_error(b->p, s->pos, NO_POS,
                      "break is not in a loop, switch, or select");
  s->branch.target = target;
  if (target)
    target->flags |= STMT_F_HAS_BREAK;
}

/* Without label: the innermost loop. */
static void check_continue(Branches *b, const Block *block, Stmt *s) {
  Stmt *target =
      s->branch.label ? labeled_target(b, block, s) : block->targets.continues;
  if (!target && !s->branch.label)
    parser_soft_error(b->p, s->pos, NO_POS, "continue is not in a loop");
  s->branch.target = target;
}

/* Backward gotos are resolved here, forward ones wait. */
static void check_goto(Branches *b, const Block *block, Stmt *s) {
  Label *l = find_label(b, s->branch.label);
  if (l) {
    l->used = true; /* even if it cannot be reached */
    for (; block; block = block->outer)
      if (l->block == block->id) {
        s->branch.target = l->stmt;
        return;
      }
  }
  list_push(&b->p->c->arena, &b->waiting,
            ((Goto){.stmt = s, .number = b->gotos++}));
}

/* `last`: it ends its list. Only a clause's own list may end in one. */
static void check_fallthrough(Branches *b, const Block *block, const Stmt *s,
                              bool last) {
  const Stmt *sw = block->targets.breaks;
  const char *text = "fallthrough statement out of place";
  if (sw && sw->kind == STMT_SWITCH) {
    if (sw->switch_.tag && sw->switch_.tag->kind == EXPR_TYPE_GUARD)
      text = "cannot fallthrough in type switch";
    else if (block->targets.clause >= 0 && last) {
      if (block->targets.clause + 1 < sw->switch_.n)
        return;
      text = "cannot fallthrough final case in switch";
    }
  }
  parser_soft_error(b->p, s->pos, NO_POS, "%s", text);
}

/* ---------------------------------------------------------------- blocks -- */

/* A body, a clause, or what follows else, as a block of its own. */
static void check_inner(Branches *b, const Block *outer, Stmt *labeled,
                        Targets targets, Stmt *s) {
  Block block = {.outer = outer,
                 .id = ++b->blocks,
                 .labeled = labeled,
                 .start = s->pos,
                 .targets = targets};
  if (s->kind == STMT_BLOCK) {
    check_list(b, &block, s->block.list, s->block.n);
  } else if (s->kind == STMT_CASE || s->kind == STMT_COMM) {
    check_list(b, &block, s->clause.list, s->clause.n);
  } else { /* `else if`: a block of one statement */
    check_list(b, &block, &s, 1);
  }
}

/* Each clause is a block; break leaves the statement. */
static void check_clauses(Branches *b, const Block *block, Stmt *labeled,
                          Stmt *s) {
  Targets t = {
      .breaks = s, .continues = block->targets.continues, .clause = -1};
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    if (s->kind == STMT_SWITCH)
      t.clause = i;
    check_inner(b, block, labeled, t, s->switch_.clauses[i]);
  }
}

/* Remembers a declaration, for the gotos that wait. */
static void note_var(Branches *b, Block *block, Pos pos, const Expr *name) {
  block->var_pos = pos;
  block->var_name = name;
  block->var_gotos = b->gotos;
}

/* The first variable of a declaration statement. */
static void note_var_decl(Branches *b, Block *block, const Stmt *s) {
  for (uint32_t i = 0; i < s->decl.n; i++) {
    const Decl *d = s->decl.list[i];
    if (d->kind != DECL_VAR)
      continue;
    note_var(b, block, d->pos, d->value.names[0]);
    return;
  }
}

/* Statements with blocks of their own. `labeled`: the label they bear. */
static void check_compound(Branches *b, const Block *block, Stmt *labeled,
                           Stmt *s) {
  Targets inner = block->targets;
  inner.clause = -1;
  Targets loop = {.breaks = s, .continues = s, .clause = -1};
  switch ((StmtKind)s->kind) {
  case STMT_BLOCK: check_inner(b, block, labeled, inner, s); break;
  case STMT_IF:
    check_inner(b, block, labeled, inner, s->if_.then);
    if (s->if_.els)
      check_inner(b, block, labeled, inner, s->if_.els);
    break;
  case STMT_FOR: check_inner(b, block, labeled, loop, s->for_.body); break;
  case STMT_RANGE: check_inner(b, block, labeled, loop, s->range.body); break;
  case STMT_SWITCH:
  case STMT_SELECT: check_clauses(b, block, labeled, s); break;
  default: break;
  }
}

/* One block's statements, in order. */
static void check_list(Branches *b, Block *block, Stmt **list, uint32_t n) {
  uint32_t first_goto = b->waiting.len;
  while (n > 0 && list[n - 1]->kind == STMT_EMPTY)
    n--; /* a fallthrough may be followed by empty statements */
  for (uint32_t i = 0; i < n; i++) {
    Stmt *s = list[i], *labeled = NULL;
    for (; s->kind == STMT_LABELED; s = s->branch.stmt) {
      check_label(b, block, first_goto, s);
      labeled = name_is_blank(s->branch.label) ? labeled : s;
    }
    switch ((StmtKind)s->kind) {
    case STMT_DECL: note_var_decl(b, block, s); break;
    case STMT_ASSIGN:
      if (s->flags & STMT_F_DEFINE)
        note_var(b, block, s->pos, s->assign.lhs);
      break;
    case STMT_BREAK: check_break(b, block, s); break;
    case STMT_CONTINUE: check_continue(b, block, s); break;
    case STMT_GOTO: check_goto(b, block, s); break;
    case STMT_FALLTHROUGH: check_fallthrough(b, block, s, i + 1 == n); break;
    default: check_compound(b, block, labeled, s); break;
    }
  }
}

void check_branches(Parser *p, Stmt *body) {
  if (p->broken || parser_has_error_in(p, body->pos, body->block.rbrace))
    return;
  Branches b = {.p = p};
  Block block = {.start = body->pos, .targets = {.clause = -1}};
  check_list(&b, &block, body->block.list, body->block.n);
  check_leftovers(&b);
}
