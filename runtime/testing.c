/*
 * testing.c - see testing.h.
 *
 * A test describes a whole program, since most of what the runtime does ends
 * the process: `run_program` forks, starts the scheduler in the child with fn
 * as main.main, and hands back what a shell would see:
 *
 *   static void fails(void) { rt_panicdivide(); }
 *   Outcome o = run_program(fails);
 *   o.status == 2, o.text begins "panic: runtime error: integer divide by zero"
 */
#include "testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The main package of these programs: it imports nothing, initialises nothing.
   */
static RtInitTask no_tasks;

/* Standard error is read to its end before waiting: a child that fills the pipe
   would never exit. */
Outcome run_program(void (*fn)(void)) {
  int fds[2];
  Outcome o = {.status = -1};
  if (pipe(fds) != 0) {
    return o;
  }
  pid_t child = fork();
  if (child == 0) {
    dup2(fds[1], 2);
    no_tasks.state = 0;
    rt_main(0, NULL, &no_tasks, fn);
  }
  close(fds[1]);
  size_t len = 0;
  ssize_t n = 0;
  while ((n = read(fds[0], o.text + len, sizeof o.text - 1 - len)) > 0) {
    len += (size_t)n;
  }
  close(fds[0]);
  int status = 0;
  waitpid(child, &status, 0);
  o.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return o;
}

/* Ends through rt_os_exit, not exit: the functions that criterion has
   registered are not the child's to run. */
void expect(bool ok, const char *what) {
  if (!ok) {
    rt_print_text("wrong: ");
    rt_print_text(what);
    rt_os_exit(3);
  }
}

void passes(void (*fn)(void)) {
  Outcome o = run_program(fn);
  if (o.status != 0 || o.text[0] != '\0') {
    fprintf(stderr, "status %d: %s\n", o.status, o.text);
    abort();
  }
}

bool starts_with(const char *text, const char *prefix) {
  return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* No gcdata and ptrdata 0: the collector takes objects of the type to be
   without pointers. */
RtType make_type(RtKind kind, uintptr_t size, const RtFuncVal *equal) {
  return (RtType){.size = size,
                  .align = 8,
                  .field_align = 8,
                  .kind = (uint8_t)kind,
                  .equal = equal};
}

/* Static, so that 32-bit offsets from static descriptors reach it. */
const uint8_t *new_name(const char *text, uint8_t flags) {
  /* flags, length in one byte (so < 128), text: a name as abi.h has it */
  static uint8_t pool[8192];
  static size_t used;
  size_t len = strlen(text);
  uint8_t *name = pool + used;
  RT_CHECK(used + len + 2 <= sizeof pool && len < 128);
  name[0] = flags;
  name[1] = (uint8_t)len;
  memcpy(name + 2, text, len);
  used += len + 2;
  return name;
}

/* The 32-bit distance, which is right only if both are static. */
RtOff offset_from(const void *base, const void *to) {
  return (RtOff)((const char *)to - (const char *)base);
}

void set_name(RtType *t, const char *name) {
  t->str = offset_from(t, new_name(name, RT_NAME_EXPORTED));
}
