/*
 * link.c - runs the linker on our objects and the runtime archive.
 *
 *   LD -o OUT -dynamic-linker LOADER crt1.o crti.o OBJECTS
 *      libescargo-rt.a -lc libgcc.a crtn.o
 *
 * The linker is called directly, without a C compiler as driver: that would
 * cost more than the link. Where the C library's start files lie was found
 * when the compiler was built (CRT_DIR and others are set by meson).
 *
 * Debug information is most of an executable: trim.c removes what describes
 * dropped functions, and compresses the rest.
 *
 * The linker writes to a temporary name beside the target, which is renamed
 * when all went well, so a program appears whole or not at all.
 */
#include "codegen/codegen.h"
#include "codegen/trim.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

typedef LIST(const char *) Args;

/* In order of preference. */
static const char *const known_linkers[] = {"ld.lld-19", "ld.lld", "mold",
                                            "ld.bfd", "ld"};

static void add(Compiler *c, Args *a, const char *arg) {
  list_push(&c->arena, a, arg);
}

static void add_all(Compiler *c, Args *a, const char *const *list, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    add(c, a, list[i]);
}

/* The command line; its first word, the linker, is filled in later. Sections
   that nobody refers to are dropped (--gc-sections), also those of lists that
   the runtime finds by __start_NAME and __stop_NAME (start-stop-gc): an entry
   of such a list lives as long as what it stands for. */
static Args command(Compiler *c, const LinkOptions *o, const char *output) {
  static const char *const start[] = {"--gc-sections",  "-z",
                                      "start-stop-gc",  "--build-id=none",
                                      "--eh-frame-hdr", LIBC_OPTION};
  static const char *const libs[] = {"--as-needed",   "-lm", "--no-as-needed",
                                     "--start-group", "-lc", LIBGCC,
                                     "--end-group"};
  Args a = {0};
  add(c, &a, NULL);
  add(c, &a, "-o");
  add(c, &a, output);
  add_all(c, &a, start, COUNT(start));
  if (o->static_link) {
    add(c, &a, "-static");
  } else {
    add(c, &a, "-dynamic-linker");
    add(c, &a, LOADER);
  }
  if (o->build_id)
    add(c, &a, arena_printf(&c->arena, "--build-id=%s", o->build_id));
  add(c, &a, CRT_DIR "/crt1.o");
  add(c, &a, CRT_DIR "/crti.o");
  add_all(c, &a, o->objects, o->nobjects);
  add(c, &a, o->runtime);
  add_all(c, &a, libs, COUNT(libs));
  add(c, &a, CRT_DIR "/crtn.o");
  add(c, &a, NULL);
  return a;
}

/* ---------------------------------------------------------------- spawning */

static void print_command(Compiler *c, const Args *a) {
  for (uint32_t i = 0; a->items[i]; i++)
    fprintf(c->err, "%s%s", i ? " " : "", a->items[i]);
  fputc('\n', c->err);
}

/* Starts the linker `name`. Returns 0 or what errno would be. */
static int start(const char *name, Args *a, pid_t *pid) {
  a->items[0] = name;
  char *const *argv = (char *const *)(uintptr_t)a->items;
  return posix_spawnp(pid, name, NULL, NULL, argv, environ);
}

/* The linker that was asked for, or else the first that can be started. False
   after a reported error. */
static bool start_any(Compiler *c, const LinkOptions *o, Args *a, pid_t *pid) {
  const char *wanted = o->linker ? o->linker : getenv("ESCARGO_LD");
  if (wanted) {
    int error = start(wanted, a, pid);
    if (error)
      diag_plain(c, "cannot run the linker %s: %s", wanted, strerror(error));
    return error == 0;
  }
  for (size_t i = 0; i < COUNT(known_linkers); i++)
    if (start(known_linkers[i], a, pid) == 0)
      return true;
  diag_plain(c, "no linker found: install lld, or name one by -ld or "
                "ESCARGO_LD");
  return false;
}

/* False after a reported failure; the linker itself has said why. */
static bool wait_for(Compiler *c, const char *name, pid_t pid) {
  int status;
  while (waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) {
      diag_plain(c, "waiting for %s: %s", name, strerror(errno));
      return false;
    }
  if (WIFSIGNALED(status))
    diag_plain(c, "%s was killed by signal %d", name, WTERMSIG(status));
  else if (WEXITSTATUS(status) != 0)
    diag_plain(c, "%s failed: exit status %d", name, WEXITSTATUS(status));
  else
    return true;
  return false;
}

/* The process id in the temporary name keeps two builds apart. */
bool link_program(Compiler *c, const LinkOptions *o, const char *output) {
  const char *temp =
      arena_printf(&c->arena, "%s.%ld.tmp", output, (long)getpid());
  Args args = command(c, o, temp);
  pid_t pid;
  if (!start_any(c, o, &args, &pid))
    return false;
  if (o->trace)
    print_command(c, &args);
  bool ok = wait_for(c, args.items[0], pid) && trim_program(c, temp);
  if (ok && rename(temp, output) != 0) {
    diag_plain(c, "cannot write %s: %s", output, strerror(errno));
    ok = false;
  }
  if (!ok)
    unlink(temp);
  return ok;
}
