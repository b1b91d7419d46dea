/*
 * std.h - C functions that Go's library expects the runtime to have.
 *
 * Go's packages declare functions without a body, for instance
 *
 *     func runtime_Semacquire(s *uint32)          in package sync
 *
 * and gc's runtime gives them one by //go:linkname. Here each is a C function
 * whose assembler name is the Go symbol:
 *
 *     STD(void, sync_runtime_Semacquire, (uint32_t *s), "sync.runtime_Semacquire")
 *
 * One file per package, or group of packages. Functions with results of more
 * than two words are written in Go (runtime/pkg/runtime/std.go), as C returns
 * these differently.
 */
#ifndef RUNTIME_STD_STD_H
#define RUNTIME_STD_STD_H

#include "../rt.h"
#include "../sched/sched.h"

/* Declares and begins the definition of a function with a Go symbol. */
#define STD(result, name, params, symbol)                                      \
  result std_##name params __asm__(symbol);                                    \
  result std_##name params

/* The same function under a second symbol. */
#define STD_ALSO(result, name, params, symbol, target)                         \
  result std_##name params __asm__(symbol) __attribute__((alias(target)));

#endif
