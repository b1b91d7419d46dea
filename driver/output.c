/*
 * output.c - files that appear whole or not at all.
 *
 *   output_begin    x.escargo-7Kq2Lz     beside x, to be written
 *   output_commit   rename it to x       in one step: others see the old file
 *                                        or the new one, never a part
 *   output_abandon  remove it            x is as it was
 *
 * Between begin and commit the job knows the name (job.c), so that a signal
 * removes it, too. A target that is a link is followed first, because rename
 * would replace the link; one that is a device or a pipe cannot be renamed
 * over: it is written to, from a file elsewhere that was finished before.
 */
#include "driver/job.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Prints why, from errno; false. */
static bool complain(const char *what, const char *path) {
  fprintf(stderr, "escargo: %s %s: %s\n", what, path, strerror(errno));
  return false;
}

/* Where a chain of links ends, even if nothing is there yet. */
static const char *follow_links(Arena *arena, const char *path) {
  for (int i = 0; i < 40; i++) {
    char to[4096];
    ssize_t len = readlink(path, to, sizeof to);
    if (len < 0 || (size_t)len == sizeof to)
      break;
    const char *slash = strrchr(path, '/');
    path = to[0] == '/' || !slash
               ? arena_strndup(arena, to, (size_t)len)
               : arena_printf(arena, "%.*s/%.*s", (int)(slash - path), path,
                              (int)len, to);
  }
  return path;
}

/* Makes the file to write. mkstemp in the folder of the target: rename works
   within one file system only. */
bool output_begin(Job *job, Output *o, const char *target) {
  struct stat st;
  *o = (Output){.target = follow_links(&job->arena, target)};
  bool exists = stat(o->target, &st) == 0;
  if (exists && S_ISDIR(st.st_mode)) {
    fprintf(stderr,
            "escargo: build output \"%s\" already exists and is a directory\n",
            target);
    return false;
  }
  o->special = exists && !S_ISREG(st.st_mode);
  const char *tmp = getenv("TMPDIR");
  char *temp =
      arena_printf(&job->arena, "%s.escargo-XXXXXX",
                   !o->special   ? o->target
                   : job->dir    ? arena_printf(&job->arena, "%s/out", job->dir)
                   : tmp && *tmp ? arena_printf(&job->arena, "%s/out", tmp)
                                 : "/tmp/out");
  int fd = mkstemp(temp);
  if (fd < 0)
    return complain("cannot write", target);
  close(fd);
  o->temp = temp;
  atomic_store(&job->pending, temp);
  return true;
}

/* Copies all of one file into another, which exists. */
static bool copy_file(const char *source, const char *target) {
  FILE *from = fopen(source, "rb"), *to = fopen(target, "wb");
  bool ok = from && to;
  char buffer[1 << 16];
  for (size_t n = sizeof buffer; ok && n == sizeof buffer;) {
    n = fread(buffer, 1, sizeof buffer, from);
    ok = fwrite(buffer, 1, n, to) == n && !ferror(from);
  }
  if (to && fclose(to) != 0)
    ok = false;
  if (from)
    fclose(from);
  return ok;
}

bool output_copy(const Output *o, const char *from) {
  return copy_file(from, o->temp) || complain("cannot write", o->target);
}

bool file_is_empty(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && st.st_size == 0;
}

bool file_write_empty(const char *path) {
  FILE *f = fopen(path, "wb");
  return (f && fclose(f) == 0) || complain("cannot write", path);
}

/* New files get the permissions that open would have given them. */
static mode_t permissions(bool executable) {
  mode_t mask = umask(022);
  umask(mask);
  return (executable ? 0777 : 0666) & ~mask;
}

/* mkstemp lets only the owner read; a finished file is for everybody whom
   the umask allows. */
bool output_commit(Job *job, Output *o, bool executable) {
  bool ok;
  if (o->special) {
    ok = copy_file(o->temp, o->target) || complain("cannot write", o->target);
    output_abandon(job, o);
    return ok;
  }
  ok = chmod(o->temp, permissions(executable)) == 0 &&
       rename(o->temp, o->target) == 0;
  if (!ok) {
    complain("cannot write", o->target);
    output_abandon(job, o);
  }
  atomic_store(&job->pending, NULL);
  return ok;
}

void output_abandon(Job *job, Output *o) {
  unlink(o->temp);
  atomic_store(&job->pending, NULL);
}
