/*
 * load.h - packages and their files: what the driver asks the loader for, and
 * the loader's own parts.
 *
 * frontend.h has the functions that the checker needs (load_import). This
 * header adds those that decide where packages are looked for.
 */
#ifndef FRONTEND_LOAD_LOAD_H
#define FRONTEND_LOAD_LOAD_H

#include "frontend/frontend.h"

/* Where to look, and how much to check. Zero is a good default. */
typedef struct LoadOptions {
  const char *goroot;          /* NULL: $GOROOT, then where Debian has it */
  const char *overlay;         /* files that replace Go's own; NULL: none */
  const char *local_prefix;    /* -D: import path that "./" stands for */
  const char *const *includes; /* -I: folders of packages */
  uint32_t nincludes;
  const char *const *tags; /* -tags: words that hold in constraints */
  uint32_t ntags;
  const char *test_path; /* `escargo test`: this package has its tests with it,
                            and PATH_test those outside; NULL: none */
  const char *test_dir;  /* its folder, absolute */
  bool whole;    /* imported packages are compiled, too: check their bodies */
  bool strict;   /* refuse what `go build` refuses: other people's internals */
  bool complete; /* the program's functions have bodies, or assembly */
  bool module_lang; /* the version in go.mod is meant for the main package */
} LoadOptions;

/* Before the first package; the strings are kept by reference. */
void load_configure(Compiler *c, const LoadOptions *o);
/* The Go tree that Go's own packages are read from; NULL: there is none. */
const char *load_goroot(Compiler *c);
/* The files of a folder that make its package: by name, without tests and
   what the build constraints exclude. NULL after a diagnostic. */
const char **load_list(Compiler *c, const char *dir, const char *path,
                       uint32_t *n);
/* One of Go's own packages, for load_library. */
typedef struct LibraryPackage {
  const char *path, *dir;
} LibraryPackage;
/* Loads and checks these packages, which must be all that they import, too,
   before the program is looked at. False if anything is wrong with one: then c
   is good for nothing any more, but nothing was printed. */
bool load_library(Compiler *c, const LibraryPackage *packages, uint32_t n);
/* The folder of the compiled package: the named files, read once. load_files
   uses it; before that, the driver may ask what has changed. */
struct Folder *load_folder(Compiler *c, const char *const *paths, uint32_t n);
/* Loads and checks whatever pkg's files import. The first imported package
   with errors stops it and is returned; NULL: all is well. Imports that cannot
   be found are left to the checker, which knows how to word that. */
Package *load_imports(Compiler *c, Package *pkg);

/* ------------------------------------------------------ constraint.c -- */

/* What holds while a package is read. */
typedef struct BuildTags {
  const char *arch;        /* GOARCH */
  bool pure;               /* the tags that choose Go code over assembly */
  const char *const *more; /* -tags */
  uint32_t nmore;
} BuildTags;

/* Whether `name` (without folder) is for this system: x_linux.go. */
bool file_name_matches(const BuildTags *t, const char *name);
/* Whether the header's //go:build line, else its // +build lines, hold.
   A malformed constraint is reported in *error and does not hold. */
bool constraint_holds(const BuildTags *t, const char *text, size_t len,
                      const char **error);
/* One expression of a //go:build line; *error as above. */
bool constraint_eval(const BuildTags *t, const char *expr, size_t len,
                     const char **error);

/* ----------------------------------------------------------- paths.c -- */

/* An absolute, clean spelling; links are not followed. */
const char *path_absolute(Arena *a, const char *path);
/* a/b/../c -> a/c, without doubled slashes; "" -> "." */
const char *path_clean(Arena *a, const char *path);
const char *path_join(Arena *a, const char *dir, const char *name);
const char *path_dir(Arena *a, const char *path);
const char *path_base(const char *path); /* behind the last slash */
/* As the go command shows a file: relative to the current folder if that is
   shorter, with "./" before a bare name. */
const char *path_shown(Arena *a, const char *path);
/* Whether path is dir or lies below it; both clean and absolute. */
bool path_below(const char *path, const char *dir);
/* Cuts the next word off a line: `word` is where it stands, `text` what it says
   without quotes, "..." or `...`. false at the end. */
bool next_word(Arena *a, Span *rest, Span *word, const char **text);
bool path_is_dir(const char *path);
bool path_is_file(const char *path);
typedef LIST(const char *) Names;
/* Adds the names of what is in dir, sorted; false and errno: unreadable. */
bool path_names(Arena *a, const char *dir, Names *names);
/* Sorts, and drops doubles. */
void names_sort(Names *names);

/* ------------------------------------------------------------ find.c -- */

typedef enum Origin {
  ORIGIN_PROGRAM, /* the program's own module or folders */
  ORIGIN_STD,     /* Go's own packages */
  ORIGIN_INCLUDE  /* a folder of -I */
} Origin;

/* Which of a folder's files make the package. */
typedef enum FileSet {
  FILES_PLAIN,     /* those that are no tests */
  FILES_WITH_TEST, /* and the tests that are in the same package */
  FILES_OUTSIDE    /* only the tests outside: of package x_test */
} FileSet;

/* What forbids an import. */
typedef enum Fault {
  FAULT_NONE,
  FAULT_MISSING,    /* there is no such folder */
  FAULT_INTERNAL,   /* the folder is other people's */
  FAULT_UNSUPPORTED /* only escargo refuses it */
} Fault;

/* Where the package of an import path lies. */
typedef struct Found {
  const char *dir;  /* absolute; NULL: nowhere, and `why` says so */
  const char *path; /* the import path it has, once ./ and vendoring are
                       resolved */
  const char *why;
  Fault fault;
  const char *overlay; /* its folder in the overlay; NULL: none */
  Origin origin;
  FileSet files;
  int lang; /* of its module, as Module.lang */
} Found;

/* ---------------------------------------------------------- module.c -- */

typedef struct ModuleFolder {
  const char *path, *dir;
} ModuleFolder;

/* The program's module: the nearest go.mod above a folder. */
typedef struct Module {
  const char *path, *dir; /* NULL: none */
  int lang; /* "go 1.N": the language of its packages, 0: as new as possible */
  LIST(ModuleFolder) others; /* replaced, or of a workspace */
} Module;

Module find_module(Compiler *c, const char *dir);
/* Looks for a package in the module, its folder vendor and the others. */
bool module_find(Compiler *c, const Module *m, const char *path, Found *out);

/* ----------------------------------------------------------- graph.c -- */

/* A package as its files on the disk: read, not yet understood. */
typedef struct Folder Folder;
struct Folder {
  Found found;
  const char *why;               /* it cannot be used; NULL: it can */
  bool no_files;                 /* because it has no Go files */
  bool excluded;                 /* because none of them is for this system */
  LIST(const char *) unreadable; /* messages about single files */
  LIST(Source *) sources;        /* those that belong to this build */
  LIST(Folder *) imports;        /* each once, in order of mention */
  bool assembly;                 /* there is some for the machine */
  bool incomplete;               /* an import is unknown or was not found */
  bool in_graph;                 /* its imports were or are being followed */
  Folder **graph;                /* graph_read's answer for this root */
  uint32_t ngraph;
  File **files; /* trees of the sources; graph_parse */
};

/* Whether a file may be in the set, by its name alone. */
bool file_in_set(FileSet set, const char *name);
/* Fills in why, unreadable and sources from found. */
void folder_read(Compiler *c, Folder *f);
/* Whether there is a file of assembly for the machine in the folder. */
bool folder_has_assembly(Compiler *c, const Found *f);
/* The folder of a package, read once. */
Folder *folder_of(Compiler *c, const Found *found);
/* Reports the files that could not be read. */
void folder_report(Compiler *c, const Folder *f);
/* Reads the folders of everything that root imports and that no other call
   has followed; root first, then level by level. */
Folder **graph_read(Compiler *c, Folder *root, uint32_t *n);
/* graph_read, and parses the files of these folders. */
void graph_parse(Compiler *c, Folder *root);
/* The same for several packages, in the order of the list; false: one is not to
   be found. */
bool graph_parse_all(Compiler *c, const LibraryPackage *packages, uint32_t n);

/* ---------------------------------------------------------- refuse.c -- */

/* Reports what `go build` finds wrong with the imports of the program whose
   package `path` is root; true: nothing. */
bool load_refuse(Compiler *c, const Folder *root, const char *path);

/* ---------------------------------------------------------- header.c -- */

/* A path, and where in the text it stands. */
typedef struct ImportPath {
  const char *path, *at;
} ImportPath;

typedef LIST(ImportPath) ImportPaths;

/* Adds the paths that a file imports; false if its header cannot be read to the
   end, so that there may be more. */
bool header_imports(Arena *a, const char *text, size_t len, ImportPaths *paths);

/* The name in a file's package clause; "" if there is none. */
const char *header_package(Arena *a, const char *text, size_t len);

/* ----------------------------------------------------------- embed.c -- */

/* Adds the files that a pattern names in a package's folder, with their
   contents. NULL, or what is wrong with it, as `go build` says. */
const char *embed_pattern(Compiler *c, const char *dir, const char *pattern,
                          EmbedFiles *out);
/* All files that f's sources may embed, without parsing them; false if some
   cannot be found. */
bool embed_scan(Compiler *c, const Folder *f, EmbedFiles *files);

struct Loader {
  LoadOptions options;
  const char *goroot;
  bool goroot_known;
  const char *main_dir; /* absolute; of the compiled package */
  Folder *main;         /* its files */
  Module module;
  Map folders;  /* Name of a folder -> Folder */
  Map packages; /* Name of the import path -> Entry */
  LIST(Package *) order;
  LIST(Package *) stack; /* being loaded: importer before imported */
  Package *failed;       /* an imported package with errors */
};

struct Loader *loader_of(Compiler *c);
/* "example.com/a": such a path is never one of Go's own. */
bool dot_in_first_element(const char *path);
/* That Go has no package of this path, or is not installed. */
const char *why_not_in_goroot(Compiler *c, const char *path);
Found find_package(Compiler *c, const char *path, const char *from_dir);
/* The same, with what the options refuse: then dir is NULL, and why is set. */
Found find_import(Compiler *c, const char *path, const char *from_dir);
/* One of Go's own packages of which the overlay has all that is used. */
bool is_replaced_package(const Found *f);
/* assembly: the package has some for the machine. */
BuildTags tags_of(const struct Loader *l, const Found *f, bool assembly);

#endif
