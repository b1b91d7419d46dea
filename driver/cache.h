/*
 * cache.h - private to the driver: results of former builds.
 *
 * An entry answers a key (a hash of everything that a result depends on) with
 * a file, an object or an executable, and the text that was printed when it
 * was made. cache.c keeps entries; keys.c makes keys.
 */
#ifndef DRIVER_CACHE_H
#define DRIVER_CACHE_H

#include "driver/pipeline.h"
#include "frontend/load/load.h"

typedef struct Cache {
  Arena *arena;
  const char *dir; /* NULL: there is none, nothing is found or kept */
} Cache;

/* What is known of a key. */
typedef struct CacheEntry {
  const char *path; /* of the file in the cache */
  const char *text; /* what was printed while it was made */
} CacheEntry;

/* Where the cache lies or would lie; NULL: switched off, or no place. */
const char *cache_folder(Arena *a);
/* Makes the folder if need be. Once a day entries that were not used for five
   days are removed. */
Cache cache_open(Arena *a);
/* Finds an intact entry. */
bool cache_find(const Cache *cache, const Digest *key, CacheEntry *entry);
/* Keeps a copy of the file `from` and gives its path. Failures do no harm: the
   result is the path that was given. */
const char *cache_keep(const Cache *cache, const Digest *key, const char *from,
                       const char *text);
/* Opens the snapshot of this key for reading; -1: there is none. */
int cache_open_snapshot(const Cache *cache, const Digest *key);
/* Begins a snapshot: an empty file, under a name that cache_end_snapshot takes;
   -1: that is impossible. */
int cache_begin_snapshot(const Cache *cache, char **temp);
/* Gives the finished snapshot its name, if it is good; else removes it. Those
   that were not used for longest go, so that few are left. */
void cache_end_snapshot(const Cache *cache, const Digest *key, const char *temp,
                        bool good);
/* Removes all entries; false after a message. */
bool cache_clean(Arena *a);

/* ------------------------------------------------------------- keys.c -- */

/* The keys of a program: what its executable and each of its packages depend
   on. Packages are found by their folder. */
typedef struct Keys {
  Compiler *c;    /* has read the files, and has the names of the folders */
  bool known;     /* the whole program could be followed */
  Map packages;   /* Name of a folder -> Digest */
  Digest program; /* of all packages and what linking depends on */
} Keys;

Keys keys_of(Unit *u);
/* Of what lies in a folder; NULL: what it depends on is not known. */
const Digest *key_of_folder(const Keys *k, const char *dir);
/* NULL: not to be cached. */
const Digest *key_of_package(const Keys *k, const Package *p);

#endif
