/*
 * ast_slots.h - the children of every node kind as data, from ast.def.
 *
 * A slot is one column of ast.def's last field: where in the node a child (or
 * an array of children and its length) lies. Walking, cloning and dumping are
 * loops over slots, so a new node kind is one row of ast.def.
 *
 *   EXPR(CALL, ...)  ->  {STMT call.init} {EXPR call.fn} {EXPRS call.args, n}
 */
#ifndef FRONTEND_SYNTAX_AST_SLOTS_H
#define FRONTEND_SYNTAX_AST_SLOTS_H

#include "frontend/syntax/ast.h"

typedef enum SlotKind {
  SLOT_END, /* no more slots */
  SLOT_EXPR,
  SLOT_EXPRS,
  SLOT_STMT,
  SLOT_STMTS,
  SLOT_FIELDS, /* an array of Field itself, not of pointers */
  SLOT_DECLS
} SlotKind;

typedef struct Slot {
  uint8_t kind;    /* SlotKind */
  uint8_t at;      /* offset of the child or of the array's pointer */
  uint8_t count;   /* offset of the array's length */
  const char *tag; /* the member's name: "cond" */
} Slot;

enum {
  MAX_SLOTS = 5
};

/* The slots of a kind, ended by SLOT_END. */
const Slot *expr_slots(ExprKind kind);
const Slot *stmt_slots(StmtKind kind);
const Slot *decl_slots(DeclKind kind);

/* Reads a slot of a node. */
static inline void *slot_child(const void *node, const Slot *s) {
  void *child;
  memcpy(&child, (const char *)node + s->at, sizeof child);
  return child;
}
static inline uint32_t slot_count(const void *node, const Slot *s) {
  uint32_t n;
  memcpy(&n, (const char *)node + s->count, sizeof n);
  return n;
}
static inline void slot_set(void *node, const Slot *s, const void *child) {
  memcpy((char *)node + s->at, &child, sizeof child);
}

/* Whether fields[i] shares its type with the field before: `a, b T`. */
static inline bool field_shares_type(const Field *fields, uint32_t i) {
  return i > 0 && fields[i].type && fields[i].type == fields[i - 1].type;
}

#endif
