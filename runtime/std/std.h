/*
 * std.h - C functions that Go's library expects the runtime to have.
 *
 * Go's packages declare functions without a body, for instance
 *
 *     func runtime_Semacquire(s *uint32)          in package sync
 *
 * and gc's runtime gives them one by //go:linkname. Here each is a C function
 * std_NAME with the Go symbol as a second name:
 *
 *     STD(void, sync_runtime_Semacquire, (uint32_t *s),
 *         "sync.runtime_Semacquire")
 *
 * One file per package, or group of packages. Functions with results of more
 * than two words are written in Go (runtime/pkg/runtime/std.go), as C returns
 * these differently.
 */
#ifndef RUNTIME_STD_STD_H
#define RUNTIME_STD_STD_H

#include "../rt.h"
#include "../sched/sched.h"

/* Gives std_name a Go symbol. By the assembler, since compilers disagree on
   quoting a name with slashes. */
#define STD_ALSO(name, symbol)                                                 \
  __asm__(".globl \"" symbol "\"\n\t"                                          \
          ".type \"" symbol "\", @function\n\t"                                \
          ".set \"" symbol "\", std_" #name);

/* Declares and begins the definition of a function with a Go symbol. */
#define STD(result, name, params, symbol)                                      \
  result std_##name params;                                                    \
  STD_ALSO(name, symbol)                                                       \
  result std_##name params

#endif
