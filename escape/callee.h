/*
 * callee.h - static callees, for the inliner and the graph. Private.
 */
#ifndef ESCAPE_CALLEE_H
#define ESCAPE_CALLEE_H

#include "frontend/frontend.h"

/* sel.dict of a call that reaches an instance's method through the method which
   gc generates for it; DICTIONARY_UNKNOWN: before that has been analysed, which
   makes its callee unknown. */
enum {
  DICTIONARY_NONE = INT32_MIN,
  DICTIONARY_UNKNOWN = INT32_MIN + 1
};

/* Notes the value that each variable of fn's body is declared with, in
   Object.var.defining. Once for each function, before static_callee. */
void note_defining_values(Function *fn);
/* The expression whose value e certainly is: follows conversions without
   effect, variables and inlined calls. */
const Expr *static_value(const Expr *e, const Function *in);
/* The function that calling `called` certainly reaches, or NULL. */
Function *static_callee(const Expr *called, const Function *in);
/* False for T.M whose method has another receiver than T: the call reaches M
   through a wrapper that takes an address, follows a pointer or a field. */
bool callee_takes_receiver(const Expr *called, const Function *in);

#endif
