/*
 * testing.h - what the runtime's unit tests share: a child process whose
 * exit status and standard error are the outcome, and types made by hand.
 */
#ifndef RUNTIME_TESTING_H
#define RUNTIME_TESTING_H

#include "rt.h"

/* Like compiled code: visible to tracebacks, called as it stands. */
#define GO_CODE   __attribute__((section("go_text"), noinline))
#define WRAP_CODE __attribute__((section("go_wrap"), noinline))
/* llvm.addressofreturnaddress: right above the saved frame pointer. */
#define RETURN_SLOT ((char *)__builtin_frame_address(0) + sizeof(void *))

typedef struct Outcome {
  int status; /* exit status; -1: killed by a signal */
  char text[4096];
} Outcome;

/* Runs fn on a main goroutine of a child process; fn may return. */
Outcome run_program(void (*fn)(void));
/* In that child: ends it with status 3 unless `ok`. */
void expect(bool ok, const char *what);
/* The program ends with status 0 and has printed nothing; else the test
   aborts. */
void passes(void (*fn)(void));
bool starts_with(const char *text, const char *prefix);

/* Descriptors: `name` must live as long as the program. */
RtType make_type(RtKind kind, uintptr_t size, const RtFuncVal *equal);
void set_name(RtType *t, const char *name);
const uint8_t *new_name(const char *text, uint8_t flags);
RtOff offset_from(const void *base, const void *to);

typedef union AnyCode {
  void (*call)(void);
  bool (*equal)(void *, void *);
  uint64_t (*hash)(void *, uint64_t);
  RtString (*method)(void *);
  void *p;
} AnyCode;

#endif
