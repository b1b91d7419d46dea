/*
 * packages.h - private to the driver: a program's packages, compiled or taken
 * from the cache.
 */
#ifndef DRIVER_PACKAGES_H
#define DRIVER_PACKAGES_H

#include "driver/cache.h"

/* How go calls a package that is named by files. */
#define COMMAND_LINE "command-line-arguments"

/* One package that went through the back half. */
typedef struct Built {
  Package *package;
  const Digest *key;  /* NULL: not to be cached */
  bool cached;        /* the object was there before */
  const char *object; /* its file, in the job's folder or in the cache */
  const char *notes;  /* what -m printed */
} Built;

/* All of a program: imports before importers, the named package last. */
typedef struct Build {
  const char *name; /* of the named package, for people */
  Built *built;
  uint32_t n;
} Build;

/* The options that a package is compiled with: those of -gcflags are meant for
   the named package, unless it said "all=". */
Options unit_options(const Settings *s, bool named);
/* Brings the checked package u->package and all it imports through the back
   half; false after errors. */
bool build_packages(Unit *u, const Cache *cache, const Keys *keys, Build *all);
/* Brings a package through the analyses; *notes is what -m prints of it. */
bool analyse_package(Unit *u, Package *p, bool named, const char **notes);
/* Makes known what the checked u->package has to know of its imports: bodies
   to expand, facts about parameters. */
void analyse_imports(Unit *u);

#endif
