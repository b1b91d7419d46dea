/*
 * dump_inline.c - what the inliner did: the bill of each function, its
 * verdict, and each call that was replaced, before and after.
 *
 *   add: cost 4 of 80, can be inlined
 *     return statement     1 node,  1
 *     binary expression    1 node,  1
 *     name                 2 nodes, 2
 *   x.go:5:14: add(1, 2) in use, replaced by
 *     is: inlined call ...
 */
#include "escape/inline.h"

/* "add: cost 4 of 80, can be inlined", then a line for each kind of node. */
static void dump_judgement(const Judgement *j, FILE *out) {
  fprintf(out, "%s: ", j->fn->name);
  if (j->cost >= 0)
    fprintf(out, "cost %d of %d, ", j->cost, INLINE_BUDGET);
  fprintf(out, "%s%s\n",
          j->can ? "can be inlined" : "not inlined: ", j->can ? "" : j->reason);
  for (uint32_t i = 0; i < j->rows.len; i++) {
    const CostRow *row = &j->rows.items[i];
    if (row->cost)
      fprintf(out, "  %-24s %4d node%s %4d\n", row->label, row->nodes,
              row->nodes == 1 ? ", " : "s,", row->cost);
  }
}

/* A call, and the tree that has taken its place. */
static void dump_expansion(const EscapeRecord *r, const ExpandedCall *e,
                           FILE *out) {
  fprintf(out, "%s: in %s%s: %s is %s, replaced by\n%s",
          pos_string(r->c, e->call), e->caller->name,
          e->depth ? ", inside an expansion" : "", e->before, e->callee->name,
          e->after);
}

void escape_dump_inline(const EscapeRecord *r, FILE *out) {
  for (uint32_t i = 0; i < r->judgements.len; i++)
    dump_judgement(r->judgements.items[i], out);
  for (uint32_t i = 0; i < r->expanded.len; i++)
    dump_expansion(r, r->expanded.items[i], out);
}
