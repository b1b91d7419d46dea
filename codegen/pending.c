/*
 * pending.c - stands in for generators that are not there yet.
 */
#include "codegen/gen.h"

#define PENDING(type, name, params, result)                                    \
  __attribute__((weak)) type name params {                                     \
    gen_unsupported(f->g, f->pos, #name);                                      \
    return result;                                                             \
  }
#define PENDING_VOID(name, params)                                             \
  __attribute__((weak)) void name params {                                     \
    gen_unsupported(f->g, f->pos, #name);                                      \
  }
#define ZERO ((Words){.w = {null_ptr(f->g)}, .n = 1})

PENDING(Words, builtin_call, (FuncGen * f, Expr *e), ((void)e, ZERO))
PENDING(Words, convert_expr, (FuncGen * f, Expr *e), ((void)e, ZERO))
PENDING_VOID(defer_prologue, (FuncGen * f))
PENDING_VOID(defer_return, (FuncGen * f))
PENDING_VOID(defer_stmt, (FuncGen * f, Stmt *s __attribute__((unused))))
PENDING(Value, literal_addr, (FuncGen * f, Expr *e), ((void)e, NULL))
PENDING(Words, literal_composite, (FuncGen * f, Expr *e), ((void)e, ZERO))
PENDING_VOID(literal_into, (FuncGen * f, Value a __attribute__((unused)),
                            Expr *e __attribute__((unused))))
PENDING(Value, map_assign, (FuncGen * f, Type *t, Value m, Words key),
        ((void)t, (void)key, m))
PENDING(Words, map_lookup, (FuncGen * f, Type *t, Value m, Words key),
        ((void)t, (void)m, key))
PENDING_VOID(map_range, (FuncGen * f, Stmt *s __attribute__((unused))))
PENDING(Words, map_read, (FuncGen * f, Expr *e), ((void)e, ZERO))
PENDING(Words, map_read_ok, (FuncGen * f, Expr *e, Value *ok),
        ((void)e, (void)ok, ZERO))

__attribute__((weak)) Value static_init(Gen *g, Expr *e, Type *t) {
  (void)g, (void)e, (void)t;
  return NULL;
}

__attribute__((weak)) Value literal_string(Gen *g, const char *s, size_t len) {
  return gen_data(g, NULL, LLVMConstStringInContext2(g->ctx, s, len, true),
                  true);
}
