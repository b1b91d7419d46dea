/*
 * testing.c - see testing.h.
 */
#include "testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static RtInitTask no_tasks;

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

RtType make_type(RtKind kind, uintptr_t size, const RtFuncVal *equal) {
  return (RtType){.size = size,
                  .align = 8,
                  .field_align = 8,
                  .kind = (uint8_t)kind,
                  .equal = equal};
}

/* Static, so that 32-bit offsets from static descriptors reach it. */
const uint8_t *new_name(const char *text, uint8_t flags) {
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

RtOff offset_from(const void *base, const void *to) {
  return (RtOff)((const char *)to - (const char *)base);
}

void set_name(RtType *t, const char *name) {
  t->str = offset_from(t, new_name(name, RT_NAME_EXPORTED));
}
