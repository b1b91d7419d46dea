/*
 * find.c - from an import path to a folder.
 *
 * In this order:
 *
 *   "./a", "../a"       relative to the importing file's folder, or, with
 *                       -D PREFIX, the import path PREFIX/a
 *   -I folders          as given to `escargo compile`
 *   Go's own packages   GOROOT/src, for paths without a dot in their first
 *                       element; for these themselves src/vendor, too
 *   the module          and what it vendors or replaces (module.c)
 *   beside the program  folders next to the main package, without a go.mod
 *
 * Go's own packages are read for an architecture that no file name or
 * constraint knows, so that their pure-Go fallbacks are chosen; but those that
 * describe the machine (machine_packages) need a real one, and so do the
 * program's packages, which may ask for it. Of those that have assembly for it,
 * which is none of ours, the fallbacks are chosen, too; the few functions that
 * golang.org/x/sys has in assembly only are runtime/std/x_sys_amd64.S. What
 * depends on gc's runtime is
 * replaced by the overlay, Go files of ours (runtime/pkg):
 *
 *   GOROOT/src/internal/cpu/cpu.go          Go's
 *   runtime/pkg/internal/cpu/cpu_machine.go ours, joins them
 */
#include "frontend/load/load.h"

#include <stdlib.h>

#define REAL_ARCH "amd64"
#define PURE_ARCH "escargo"

/* Packages, with what lies below them, that are read for REAL_ARCH. Those that
   tell whether slices overlap have no assembly, but a variant for the App
   Engine, whose parameters would escape. */
static const char *const machine_packages[] = {"runtime",
                                               "crypto/aes",
                                               "crypto/cipher",
                                               "crypto/internal/edwards25519",
                                               "crypto/md5",
                                               "crypto/sha1",
                                               "crypto/sha256",
                                               "crypto/sha512",
                                               "crypto/internal/subtle",
                                               "internal/goarch",
                                               "internal/poll",
                                               "internal/syscall",
                                               "internal/reflectlite",
                                               "math/big",
                                               "os",
                                               "reflect",
                                               "sync/atomic",
                                               "syscall",
                                               "time",
                                               "vendor/golang.org/x/crypto/"
                                               "internal/subtle",
                                               "vendor/golang.org/x/sys",
                                               "golang.org/x/crypto/"
                                               "internal/subtle",
                                               "golang.org/x/sys"};

/* Packages that the overlay replaces as a whole: their Go files know gc's
   runtime from the inside. In all others a file of the overlay takes the place
   of Go's file of that name, or joins them; its list unused.txt names those of
   Go's that have none, such as the ones between gc's runtime and C. */
static const char *const replaced_packages[] = {"runtime"};
/* With what lies below them. */
static const char *const replaced_folders[] = {"runtime/internal"};

/* Where Go's sources are looked for when nothing names them. */
static const char *const goroots[] = {"/usr/lib/go-1.19", "/usr/share/go-1.19",
                                      "/usr/lib/go", "/usr/local/go"};

const char *load_goroot(Compiler *c) {
  struct Loader *l = loader_of(c);
  if (l->goroot_known)
    return l->goroot;
  l->goroot_known = true;
  const char *env = getenv("GOROOT");
  l->goroot = l->options.goroot;
  if (!l->goroot && env && *env)
    l->goroot = path_absolute(&c->arena, env);
  for (size_t i = 0; i < COUNT(goroots) && !l->goroot; i++)
    if (path_is_dir(arena_printf(&c->arena, "%s/src/fmt", goroots[i])))
      l->goroot = goroots[i];
  return l->goroot;
}

static bool is_below_any(const char *path, const char *const *list, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (path_below(path, list[i]))
      return true;
  return false;
}

bool is_replaced_package(const Found *f) {
  for (size_t i = 0; i < COUNT(replaced_packages); i++)
    if (f->origin == ORIGIN_STD && strcmp(f->path, replaced_packages[i]) == 0)
      return true;
  return f->origin == ORIGIN_STD &&
         is_below_any(f->path, replaced_folders, COUNT(replaced_folders));
}

BuildTags tags_of(const struct Loader *l, const Found *f, bool assembly) {
  bool portable = f->origin == ORIGIN_STD || assembly;
  /* The tests beside a package are read like the package. */
  const char *path = f->files == FILES_OUTSIDE ? l->options.test_path : f->path;
  bool pure = portable &&
              !is_below_any(path, machine_packages, COUNT(machine_packages));
  return (BuildTags){.arch = pure ? PURE_ARCH : REAL_ARCH,
                     .pure = pure,
                     .more = l->options.tags,
                     .nmore = l->options.ntags};
}

/* ----------------------------------------------------------------- search */

/* Whether dir/path is a folder; then *f says so. */
static bool try_dir(Compiler *c, Found *f, const char *dir, const char *path,
                    Origin origin) {
  const char *full = path_join(&c->arena, dir, path);
  if (!path_is_dir(full))
    return false;
  *f = (Found){.dir = full, .path = path, .origin = origin};
  return true;
}

bool dot_in_first_element(const char *path) {
  return memchr(path, '.', strcspn(path, "/")) != NULL;
}

/* Notes where the overlay has files for f, a package of this path or the tests
   beside it; true. */
static bool find_overlay(Compiler *c, Found *f, const char *path) {
  const char *overlay = loader_of(c)->options.overlay;
  const char *dir = overlay ? path_join(&c->arena, overlay, path) : NULL;
  f->overlay = dir && path_is_dir(dir) ? dir : NULL;
  return true;
}

/* Whether dir is in src, the folder of Go's own packages, by this name or by
   that behind its symbolic links: a process knows its own folder by the
   latter. */
static bool is_among_std(const char *dir, const char *src) {
  char *real = realpath(src, NULL);
  bool below = path_below(dir, src) || (real && path_below(dir, real));
  free(real);
  return below;
}

/* Where Go's own packages are; NULL: they are not installed. */
static const char *std_dir(Compiler *c) {
  const char *root = load_goroot(c);
  return root ? arena_printf(&c->arena, "%s/src", root) : NULL;
}

/* What Go's own packages vendor: only they import it, whatever the program has
   by the same path. */
static bool find_std_vendored(Compiler *c, Found *f, const char *path,
                              const char *from_dir) {
  const char *src = std_dir(c);
  return src && from_dir && dot_in_first_element(path) &&
         is_among_std(from_dir, src) &&
         try_dir(c, f, src, arena_printf(&c->arena, "vendor/%s", path),
                 ORIGIN_STD);
}

/* One of Go's own packages. */
static bool find_std(Compiler *c, Found *f, const char *path) {
  const char *src = std_dir(c);
  return src && !dot_in_first_element(path) &&
         try_dir(c, f, src, path, ORIGIN_STD) && find_overlay(c, f, path);
}

/* In the module; without a go.mod, in a folder beside the main package. */
static bool find_in_program(Compiler *c, Found *f, const char *path) {
  struct Loader *l = loader_of(c);
  if (!l->module.dir && !l->module.others.len)
    return l->main_dir && try_dir(c, f, l->main_dir, path, ORIGIN_PROGRAM);
  return module_find(c, &l->module, path, f);
}

const char *why_not_in_goroot(Compiler *c, const char *path) {
  const char *root = load_goroot(c);
  if (!root)
    return arena_printf(&c->arena,
                        "package %s: Go's own packages are not installed; "
                        "install golang-1.19-src or set GOROOT",
                        path);
  return arena_printf(&c->arena, "package %s is not in GOROOT (%s/src/%s)",
                      path, root, path);
}

/* What `go build` says of such a path, as far as it applies here. */
static const char *why_not_found(Compiler *c, const char *path) {
  struct Loader *l = loader_of(c);
  if (l->module.path && path_below(path, l->module.path))
    return arena_printf(&c->arena, "package %s is not in the module %s (%s%s)",
                        path, l->module.path, l->module.dir,
                        path + strlen(l->module.path));
  if (dot_in_first_element(path))
    return arena_printf(
        &c->arena, "no required module provides package %s%s", path,
        l->module.dir ? "; escargo does not download modules"
                      : ": go.mod file not found in current directory or any "
                        "parent directory");
  return why_not_in_goroot(c, path);
}

static Found refuse(const char *why) {
  return (Found){.why = why, .fault = FAULT_MISSING};
}

static bool is_relative(const char *path) {
  return strcmp(path, ".") == 0 || strcmp(path, "..") == 0 ||
         strncmp(path, "./", 2) == 0 || strncmp(path, "../", 3) == 0;
}

/* The folder's absolute path, without its slash, is the import path. */
static Found find_relative(Compiler *c, const char *path,
                           const char *from_dir) {
  const char *dir = path_join(&c->arena, from_dir, path);
  if (!path_is_dir(dir))
    return refuse(arena_printf(&c->arena, "package %s is not in %s", path,
                               path_shown(&c->arena, from_dir)));
  return (Found){.dir = dir, .path = dir + 1, .origin = ORIGIN_PROGRAM};
}

/* The package under test, and the one of its tests outside. A folder's name
   stands for its package, so that the latter's is spelled "DIR/.". */
static bool find_tested(Compiler *c, Found *f, const char *path) {
  const LoadOptions *o = &loader_of(c)->options;
  size_t n = o->test_path ? strlen(o->test_path) : 0;
  if (n == 0 || strncmp(path, o->test_path, n) != 0 ||
      (path[n] != '\0' && strcmp(path + n, "_test") != 0))
    return false;
  const char *src = std_dir(c);
  bool std = src && path_below(o->test_dir, src);
  *f = (Found){.dir = path[n] ? arena_printf(&c->arena, "%s/.", o->test_dir)
                              : o->test_dir,
               .path = path,
               .origin = std ? ORIGIN_STD : ORIGIN_PROGRAM,
               .files = path[n] ? FILES_OUTSIDE : FILES_WITH_TEST};
  if (std)
    find_overlay(c, f, o->test_path);
  return true;
}

/* The order is the one above, but that the package under test, and what Go's
   packages vendor, go first. */
Found find_package(Compiler *c, const char *path, const char *from_dir) {
  struct Loader *l = loader_of(c);
  Found f = {0};
  if (find_std_vendored(c, &f, path, from_dir) || find_tested(c, &f, path))
    return f;
  if (strcmp(path, "C") == 0)
    return refuse("cgo is not supported");
  if (path[0] == '/')
    return refuse("import path cannot be absolute path");
  if (is_relative(path)) {
    if (!l->options.local_prefix)
      return find_relative(c, path, from_dir);
    path = path_join(&c->arena, l->options.local_prefix, path);
  }
  const char *clean = path_clean(&c->arena, path);
  if (strcmp(clean, path) != 0)
    return refuse(arena_printf(&c->arena,
                               "non-canonical import path \"%s\" (should be "
                               "\"%s\")",
                               path, clean));
  if (strcmp(path, "main") == 0)
    return refuse("cannot import \"main\"");
  for (uint32_t i = 0; i < l->options.nincludes; i++)
    if (try_dir(c, &f, path_absolute(&c->arena, l->options.includes[i]), path,
                ORIGIN_INCLUDE))
      return f;
  if (find_std(c, &f, path) || find_in_program(c, &f, path))
    return f;
  return refuse(why_not_found(c, path));
}

/* ---------------------------------------------------------------- refusals */

/* `go build` protects folders called internal: only what lies below their
   parent may import them. */
static const char *refuse_internal(Compiler *c, const Found *f,
                                   const char *from_dir) {
  const char *s = f->dir;
  while ((s = strstr(s, "/internal")) != NULL) {
    const char *end = s + strlen("/internal");
    if ((*end == '/' || *end == '\0') &&
        !path_below(from_dir,
                    arena_strndup(&c->arena, f->dir, (size_t)(s - f->dir))))
      return arena_printf(&c->arena, "use of internal package %s not allowed",
                          f->path);
    s = end;
  }
  return NULL;
}

/* The generated main package of `escargo test` may import what it wants. */
static bool is_test_main(Compiler *c, const char *from_dir) {
  const struct Loader *l = loader_of(c);
  return l->options.test_path && strcmp(from_dir, l->main_dir) == 0;
}

/* Folders of -I are the caller's own business: nothing there is refused. */
Found find_import(Compiler *c, const char *path, const char *from_dir) {
  const LoadOptions *o = &loader_of(c)->options;
  Found f = find_package(c, path, from_dir);
  bool trusted = f.origin == ORIGIN_INCLUDE || is_test_main(c, from_dir);
  if (f.dir && o->strict && !trusted)
    f.why = refuse_internal(c, &f, from_dir);
  if (f.dir && f.why)
    f.fault = FAULT_INTERNAL;
  if (f.dir && o->whole && !f.why && is_replaced_package(&f) && !f.overlay) {
    f.fault = FAULT_UNSUPPORTED;
    f.why = "it knows gc's runtime from the inside, and escargo has no version "
            "of its own";
  }
  if (f.why)
    f.dir = NULL;
  return f;
}
