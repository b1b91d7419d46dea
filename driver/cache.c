/*
 * cache.c - files that were made before, found by what they were made from.
 *
 *   DIR/3f/3f07...-a   an answer: digest of the file, text that was printed
 *   DIR/c2/c2b1...-d   data: an object or executable, named by its own digest
 *   DIR/memory/c47e... a snapshot of the compiler (library.c); few are kept
 *   DIR/trim.txt       modified when old entries were last removed
 *
 * Nothing is locked. A file is written under another name and renamed, so it
 * is whole or not there, and two builds that make the same one make it twice.
 * Whoever reads trusts nothing: an answer that is not of our form, or data
 * that does not have the digest that names it, count as absent and are made
 * again. Use sets the time of a file, so that what is not used can be told.
 */
#include "driver/cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
  HOUR = 60 * 60,
  DAY = 24 * HOUR,
  KEEP = 5 * DAY, /* an entry that was not used */
  SUBFOLDERS = 256,
  SNAPSHOTS = 8 /* up to 100 MB each */
};

/* First line of an answer; the next is a digest, the rest the text. */
static const char magic[] = "escargo cache 1\n";

/* ------------------------------------------------------------------ folder */

/* `rest` in the folder that an environment variable names, if absolute. */
static const char *folder_in(Arena *a, const char *variable, const char *rest) {
  const char *dir = getenv(variable);
  return dir && dir[0] == '/' ? path_join(a, dir, rest) : NULL;
}

const char *cache_folder(Arena *a) {
  const char *own = getenv("ESCARGO_CACHE");
  if (own && *own)
    return strcmp(own, "off") == 0 ? NULL : path_absolute(a, own);
  const char *dir = folder_in(a, "XDG_CACHE_HOME", "escargo");
  return dir ? dir : folder_in(a, "HOME", ".cache/escargo");
}

/* As mkdir -p. */
static bool make_folders(Arena *a, const char *dir) {
  if (mkdir(dir, 0777) == 0 || errno == EEXIST)
    return true;
  return errno == ENOENT && strcmp(dir, "/") != 0 &&
         make_folders(a, path_dir(a, dir)) &&
         (mkdir(dir, 0777) == 0 || errno == EEXIST);
}

/* The name of an answer ('a') or of data ('d'). */
static const char *entry_path(const Cache *cache, const Digest *d, char kind) {
  const char *hex = digest_hex(cache->arena, d);
  return arena_printf(cache->arena, "%s/%.2s/%s-%c", cache->dir, hex, hex,
                      kind);
}

/* ---------------------------------------------------------------- trimming */

/* Calls visit for every file in a folder. */
static void visit_folder(Arena *a, const char *dir,
                         void (*visit)(const char *path)) {
  DIR *d = opendir(dir);
  if (!d)
    return;
  for (struct dirent *e; (e = readdir(d));)
    if (e->d_name[0] != '.')
      visit(path_join(a, dir, e->d_name));
  closedir(d);
}

/* The same for one of those that are named by two digits. */
static void visit_subfolder(const Cache *cache, unsigned i,
                            void (*visit)(const char *path)) {
  visit_folder(cache->arena,
               arena_printf(cache->arena, "%s/%02x", cache->dir, i), visit);
}

static const char *snapshot_folder(const Cache *cache) {
  return path_join(cache->arena, cache->dir, "memory");
}

/* Seconds since the file was last used; -1: there is none. */
static time_t age_of(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 ? time(NULL) - st.st_mtime : -1;
}

static void remove_if_old(const char *path) {
  if (age_of(path) > KEEP)
    unlink(path);
}

/* Use is noted in the time of access (cache_open_snapshot). */
static void remove_if_unused(const char *path) {
  struct stat st;
  if (stat(path, &st) == 0 && time(NULL) - st.st_atime > KEEP)
    unlink(path);
}

static void remove_file(const char *path) { unlink(path); }

/* Once a day; the first time there is nothing old, and only the stamp is
   made. */
static void trim(const Cache *cache) {
  const char *stamp = path_join(cache->arena, cache->dir, "trim.txt");
  time_t age = age_of(stamp);
  if (age >= 0 && age < DAY)
    return;
  int fd = open(stamp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0)
    return;
  dprintf(fd, "%lld", (long long)time(NULL));
  close(fd);
  for (unsigned i = 0; age >= 0 && i < SUBFOLDERS; i++)
    visit_subfolder(cache, i, remove_if_old);
  visit_folder(cache->arena, snapshot_folder(cache), remove_if_unused);
}

/* A folder that cannot be made is as good as none: builds go on without it. */
Cache cache_open(Arena *a) {
  Cache cache = {.arena = a, .dir = cache_folder(a)};
  if (cache.dir && !make_folders(a, cache.dir))
    cache.dir = NULL;
  if (cache.dir)
    trim(&cache);
  return cache;
}

/* --------------------------------------------------------------- snapshots */

static const char *snapshot_path(const Cache *cache, const Digest *key) {
  return path_join(cache->arena, snapshot_folder(cache),
                   digest_hex(cache->arena, key));
}

/* Use is noted in the time of access: the time of change says that the file is
   as it was written. */
int cache_open_snapshot(const Cache *cache, const Digest *key) {
  static const struct timespec now[] = {{.tv_nsec = UTIME_NOW},
                                        {.tv_nsec = UTIME_OMIT}};
  int fd =
      cache->dir ? open(snapshot_path(cache, key), O_RDONLY | O_CLOEXEC) : -1;
  if (fd >= 0)
    futimens(fd, now);
  return fd;
}

int cache_begin_snapshot(const Cache *cache, char **temp) {
  if (!cache->dir || !make_folders(cache->arena, snapshot_folder(cache)))
    return -1;
  *temp = arena_printf(cache->arena, "%s/tmp-XXXXXX", snapshot_folder(cache));
  return mkstemp(*temp);
}

/* Removes all but the `keep` files in the folder that were used last. */
static void keep_snapshots(const Cache *cache, uint32_t keep) {
  const char *dir = snapshot_folder(cache);
  Names names = {0};
  path_names(cache->arena, dir, &names);
  for (; names.len > keep; names.len--) {
    uint32_t oldest = 0;
    struct timespec least = {0};
    for (uint32_t i = 0; i < names.len; i++) {
      struct stat st = {0};
      stat(path_join(cache->arena, dir, names.items[i]), &st);
      bool older = st.st_atim.tv_sec < least.tv_sec ||
                   (st.st_atim.tv_sec == least.tv_sec &&
                    st.st_atim.tv_nsec < least.tv_nsec);
      if (i > 0 && !older)
        continue;
      oldest = i;
      least = st.st_atim;
    }
    unlink(path_join(cache->arena, dir, names.items[oldest]));
    names.items[oldest] = names.items[names.len - 1];
  }
}

void cache_end_snapshot(const Cache *cache, const Digest *key, const char *temp,
                        bool good) {
  if (!good || rename(temp, snapshot_path(cache, key)) != 0)
    unlink(temp);
  keep_snapshots(cache, SNAPSHOTS);
}

/* ---------------------------------------------------------------- cleaning */

bool cache_clean(Arena *a) {
  Cache cache = {.arena = a, .dir = cache_folder(a)};
  if (cache.dir) {
    visit_folder(a, snapshot_folder(&cache), remove_file);
    rmdir(snapshot_folder(&cache));
  }
  for (unsigned i = 0; cache.dir && i < SUBFOLDERS; i++) {
    visit_subfolder(&cache, i, remove_file);
    if (rmdir(arena_printf(a, "%s/%02x", cache.dir, i)) != 0 &&
        errno != ENOENT) {
      fprintf(stderr, "escargo: cannot remove %s/%02x: %s\n", cache.dir, i,
              error_text(a, errno));
      return false;
    }
  }
  return true;
}

/* ------------------------------------------------------------------ reading */

/* A whole file; NULL if it cannot be read. Notes that it was used. */
static char *read_used(Arena *a, const char *path, size_t *len) {
  struct stat st;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return NULL;
  char *data = NULL;
  if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
    *len = (size_t)st.st_size;
    data = arena_alloc(a, *len + 1);
    if (read(fd, data, *len) != (ssize_t)*len)
      data = NULL;
    else if (time(NULL) - st.st_mtime > HOUR)
      futimens(fd, NULL);
  }
  close(fd);
  return data;
}

/* -1: no such digit. */
static int hex_value(char ch) {
  return ch >= '0' && ch <= '9'   ? ch - '0'
         : ch >= 'a' && ch <= 'f' ? ch - 'a' + 10
                                  : -1;
}

/* Two digits for each byte; false: no digest. */
static bool parse_digest(const char *hex, Digest *d) {
  for (size_t i = 0; i < sizeof d->bytes; i++) {
    int high = hex_value(hex[2 * i]);
    int low = high < 0 ? -1 : hex_value(hex[2 * i + 1]);
    if (low < 0)
      return false;
    d->bytes[i] = (uint8_t)(high << 4 | low);
  }
  return hex[2 * sizeof d->bytes] == '\n';
}

/* Data is read whole and hashed: disks and people change files. */
bool cache_find(const Cache *cache, const Digest *key, CacheEntry *entry) {
  size_t len, size;
  Digest want;
  const size_t head = sizeof magic - 1, line = 2 * sizeof(Digest) + 1;
  if (!cache->dir)
    return false;
  char *answer = read_used(cache->arena, entry_path(cache, key, 'a'), &len);
  if (!answer || len < head + line || memcmp(answer, magic, head) != 0 ||
      !parse_digest(answer + head, &want))
    return false;
  entry->path = entry_path(cache, &want, 'd');
  entry->text = answer + head + line;
  ArenaMark mark = arena_mark(cache->arena);
  char *data = read_used(cache->arena, entry->path, &size);
  Digest have = data ? hash_of(data, size) : (Digest){0};
  arena_release(cache->arena, mark);
  return data && memcmp(&have, &want, sizeof have) == 0;
}

/* ------------------------------------------------------------------ writing */

/* Writes a file of the cache, whole or not at all. */
static bool write_entry(const Cache *cache, const char *path, const char *data,
                        size_t len) {
  Arena *a = cache->arena;
  char *temp = arena_printf(a, "%s/tmp-XXXXXX", path_dir(a, path));
  int fd = make_folders(a, path_dir(a, path)) ? mkstemp(temp) : -1;
  if (fd < 0)
    return false;
  bool ok = true;
  for (size_t done = 0; ok && done < len;) {
    ssize_t n = write(fd, data + done, len - done);
    ok = n > 0;
    done += ok ? (size_t)n : 0;
  }
  ok = close(fd) == 0 && ok && rename(temp, path) == 0;
  if (!ok)
    unlink(temp);
  return ok;
}

/* Data before the answer that names it, so that an answer is never too
   early. */
const char *cache_keep(const Cache *cache, const Digest *key, const char *from,
                       const char *text) {
  size_t len;
  ArenaMark mark = arena_mark(cache->arena);
  char *data = cache->dir ? read_used(cache->arena, from, &len) : NULL;
  Digest digest = data ? hash_of(data, len) : (Digest){0};
  const char *path = data ? entry_path(cache, &digest, 'd') : NULL;
  bool ok = data && write_entry(cache, path, data, len);
  arena_release(cache->arena, mark);
  if (!ok)
    return from;
  const char *answer =
      arena_printf(cache->arena, "%s%s\n%s", magic,
                   digest_hex(cache->arena, &digest), text ? text : "");
  write_entry(cache, entry_path(cache, key, 'a'), answer, strlen(answer));
  return entry_path(cache, &digest, 'd');
}
