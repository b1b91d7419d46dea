/*
 * module.c - one package becomes one LLVM module, then an object file.
 *
 *   globals -> functions -> init task -> verify -> optimise -> emit
 *
 * Symbols are Go's: `main.f`, `main.(*T).M`, `main.x`. Every function and
 * every datum has a section of its own, by a comdat of its name, so the
 * linker drops what nobody uses. What several packages may emit alike (type
 * descriptors, wrappers, string bytes) is linkonce_odr: merged by name.
 *
 *   import "strconv"             @main.x = global [8 x i8] c"\07\00...", ...
 *   var x = 7                    @main.y = global { ptr, i64 } zeroinitializer
 *   var y = strconv.Itoa(x)      define void @main.init() { ... }
 *   func f() int { return x }    define i64 @main.f() section "go_text" ...
 *                                @main..inittask = global { 0, 1, 1,
 *                                  [@strconv..inittask], [@main.init] }
 *
 * Tiers: -O0 no passes and LLVM's fast instruction selection; -O1 three cheap
 * function passes; -O2 and -O3 LLVM's own pipelines. Never `mustprogress` or
 * `willreturn` on Go functions: an endless loop is a valid Go program.
 */
#include "codegen/image.h"

#include <errno.h>
#include <llvm-c/Analysis.h>
#include <llvm-c/Comdat.h>
#include <llvm-c/Support.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include <stdlib.h>

/* What -O0 to -O3 mean to LLVM, by level. */
typedef struct Tier {
  const char *passes; /* NULL: none */
  LLVMCodeGenOptLevel level;
} Tier;

static const Tier tiers[] = {
    {NULL,                                   LLVMCodeGenLevelNone      },
    {"function(sroa,early-cse,simplifycfg)", LLVMCodeGenLevelLess      },
    {"default<O2>",                          LLVMCodeGenLevelDefault   },
    {"default<O3>",                          LLVMCodeGenLevelAggressive},
};

/* -N is -O0. */
CodegenOptions codegen_defaults(const Compiler *c) {
  int level = c->options.no_optimize ? 0 : c->options.opt_level;
  return (CodegenOptions){
      .opt_level = level < 0   ? 0
                   : level > 3 ? 3
                               : level,
      .verify = true,
      .debug_info = true,
      .heap_all = c->options.heap_all,
      .no_pins = c->options.no_pins,
      .barriers = c->options.barriers,
      .arm64 = c->options.arm64,
  };
}

/* Only the build target escargo-arm64 is linked with that machine: it would
   make the compiler larger by a third. */
#pragma weak LLVMInitializeAArch64TargetInfo
#pragma weak LLVMInitializeAArch64Target
#pragma weak LLVMInitializeAArch64TargetMC
#pragma weak LLVMInitializeAArch64AsmPrinter

static bool has_arm64(void) { return LLVMInitializeAArch64Target != NULL; }

/* Machines, and options that LLVM has no interface for. */
void codegen_init(const CodegenOptions *o) {
  LLVMInitializeX86TargetInfo();
  LLVMInitializeX86Target();
  LLVMInitializeX86TargetMC();
  LLVMInitializeX86AsmPrinter();
  LLVMInitializeX86AsmParser();
  if (o->arm64 && has_arm64()) {
    LLVMInitializeAArch64TargetInfo();
    LLVMInitializeAArch64Target();
    LLVMInitializeAArch64TargetMC();
    LLVMInitializeAArch64AsmPrinter();
  }
  /* Sinking a slice's pointer load behind its bounds check would keep loops
     from being vectorised; gdb does not find functions through the
     accelerator tables when they exist only inlined. */
  const char *args[] = {"escargo", "-instcombine-code-sinking=0",
                        "-accel-tables=Disable", "-disable-lsr"};
  LLVMParseCommandLineOptions(o->opt_level == 1 ? 4 : 3, args, NULL);
}

/* -------------------------------------------------------------- contexts */

/* The types that generators name all the time. */
static void init_types(Gen *g) {
  LLVMContextRef x = g->ctx;
  g->void_ = LLVMVoidTypeInContext(x);
  g->i1 = LLVMInt1TypeInContext(x);
  g->i8 = LLVMInt8TypeInContext(x);
  g->i16 = LLVMInt16TypeInContext(x);
  g->i32 = LLVMInt32TypeInContext(x);
  g->i64 = LLVMInt64TypeInContext(x);
  g->f32 = LLVMFloatTypeInContext(x);
  g->f64 = LLVMDoubleTypeInContext(x);
  g->ptr = LLVMPointerTypeInContext(x, 0);
  LType parts[3] = {g->ptr, g->i64, g->i64}, iface[2] = {g->ptr, g->ptr};
  g->words2 = LLVMStructTypeInContext(x, parts, 2, false);
  g->words3 = LLVMStructTypeInContext(x, parts, 3, false);
  g->iface = LLVMStructTypeInContext(x, iface, 2, false);
}

/* What programs are made for, and (-d=arm64) where loops that may hide an
   object's last pointer are tested, too: there is no runtime for that one. */
static const struct {
  const char *triple, *cpu;
} machines[] = {
    {"x86_64-unknown-linux-gnu",  "x86-64" },
    {"aarch64-unknown-linux-gnu", "generic"},
};

/* The machine to compile for; fatal if arm64 is asked for and not linked in. */
static void init_target(Gen *g) {
  LLVMTargetRef target;
  char *why = NULL;
  const char *triple = machines[g->options->arm64].triple;
  if (LLVMGetTargetFromTriple(triple, &target, &why))
    fatal_at(g->c, NO_POS, "%s", why);
  const char *cpu =
      g->options->cpu ? g->options->cpu : machines[g->options->arm64].cpu;
  g->tm = LLVMCreateTargetMachine(target, triple, cpu, "",
                                  tiers[g->options->opt_level].level,
                                  LLVMRelocPIC, LLVMCodeModelSmall);
  LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(g->tm);
  LLVMSetTarget(g->mod, triple);
  LLVMSetModuleDataLayout(g->mod, layout);
  LLVMDisposeTargetData(layout);
}

/* A Gen with an empty module. names: keep names of values, for dumps. */
static void gen_open(Gen *g, Compiler *c, Package *pkg, const CodegenOptions *o,
                     bool names) {
  *g = (Gen){.c = c, .pkg = pkg, .options = o};
  g->ctx = LLVMContextCreate();
  LLVMContextSetDiscardValueNames(g->ctx, !names);
  g->mod = LLVMModuleCreateWithNameInContext(pkg->path, g->ctx);
  init_target(g);
  init_types(g);
  metadata_begin(g);
}

static void gen_close(Gen *g) {
  if (g->di)
    LLVMDisposeDIBuilder(g->di);
  LLVMDisposeModule(g->mod);
  LLVMDisposeTargetMachine(g->tm);
  LLVMContextDispose(g->ctx);
}

void gen_unsupported(Gen *g, Pos pos, const char *what) {
  g->failed = true;
  diag_error(g->c, pos, "%s is not supported yet", what);
}

/* --------------------------------------------------------------- symbols */

/* A section group of v's name: what the linker drops or merges at once. */
static void own_section(Gen *g, Value v, LLVMComdatSelectionKind kind) {
  size_t len;
  LLVMComdatRef comdat =
      LLVMGetOrInsertComdat(g->mod, LLVMGetValueName2(v, &len));
  LLVMSetComdatSelectionKind(comdat, kind);
  LLVMSetComdat(v, comdat);
}

void gen_set_shared(Gen *g, Value v) {
  LLVMSetLinkage(v, LLVMLinkOnceODRLinkage);
  LLVMSetVisibility(v, LLVMHiddenVisibility);
  own_section(g, v, LLVMAnyComdatSelectionKind);
}

void gen_set_own(Gen *g, Value v) {
  LLVMSetLinkage(v, LLVMInternalLinkage);
  own_section(g, v, LLVMNoDeduplicateComdatSelectionKind);
}

const char *gen_symbol(Gen *g, const Object *obj) {
  const char *path = obj->package ? obj->package->path : "go";
  return arena_printf(&g->c->arena, "%s.%s", path, obj->name->text);
}

/* A method's symbol by its receiver's base type: "path.T.M" and
   "path.(*T).M". */
static const char *method_symbol(Gen *g, const Object *m) {
  const Type *named = m->func.recv_named;
  const char *base = gen_symbol(g, named->named.obj);
  size_t dot = strlen(base) - named->named.obj->name->len;
  if (!(m->flags & OBJ_F_PTR_RECV))
    return arena_printf(&g->c->arena, "%s.%s", base, m->name->text);
  return arena_printf(&g->c->arena, "%.*s(*%s).%s", (int)dot, base, base + dot,
                      m->name->text);
}

Value gen_declare(Gen *g, const char *symbol, LType type) {
  Value fn = LLVMGetNamedFunction(g->mod, symbol);
  if (!fn) {
    fn = LLVMAddFunction(g->mod, symbol, type);
    func_attributes(g, fn);
  }
  return fn;
}

/* "path.f", or a method's. */
static const char *object_symbol(Gen *g, const Object *obj) {
  return obj->func.recv_named ? method_symbol(g, obj) : gen_symbol(g, obj);
}

/* A function literal always takes its closure, even without captures. */
Value gen_function(Gen *g, Function *fn) {
  Value v = map_get(&g->functions, fn);
  if (v)
    return v;
  /* Functions of imported packages have no symbol yet. */
  const char *symbol = fn->symbol ? fn->symbol : object_symbol(g, fn->obj);
  Abi *abi = abi_of(g, fn->type, fn->recv ? fn->recv->type : NULL);
  bool closure = fn->lit != NULL;
  v = gen_declare(g, symbol, closure ? abi->closure : abi->type);
  call_attributes(g, abi, v, closure);
  map_set(&g->c->arena, &g->functions, fn, v);
  return v;
}

Value gen_function_object(Gen *g, Object *obj) {
  if (obj->func.fn)
    return gen_function(g, obj->func.fn);
  Value v = map_get(&g->functions, obj);
  if (v)
    return v;
  Object *recv = type_under(obj->type)->func.recv;
  Abi *abi = abi_of(g, obj->type, recv ? recv->type : NULL);
  v = gen_declare(g, object_symbol(g, obj), abi->type);
  call_attributes(g, abi, v, false);
  map_set(&g->c->arena, &g->functions, obj, v);
  return v;
}

/* ------------------------------------------------------------------ data */

/* Without a symbol: a private one, numbered. */
Value gen_data(Gen *g, const char *symbol, Value init, bool constant) {
  if (!symbol)
    symbol =
        arena_printf(&g->c->arena, "%s..stmp_%u", g->pkg->path, g->serial++);
  Value v = LLVMAddGlobal(g->mod, LLVMTypeOf(init), symbol);
  LLVMSetInitializer(v, init);
  LLVMSetGlobalConstant(v, constant);
  LLVMSetLinkage(v, LLVMPrivateLinkage);
  return v;
}

/* Hidden: a program is one executable, so that a variable's place is known to
   the linker, and code need not load its address first. */
Value gen_global(Gen *g, Object *var) {
  Value v = map_get(&g->globals, var);
  if (v)
    return v;
  const char *symbol = var->var.symbol ? var->var.symbol : gen_symbol(g, var);
  v = LLVMGetNamedGlobal(g->mod, symbol); /* by //go:linkname, of another */
  if (!v) {
    v = LLVMAddGlobal(g->mod, type_mem(g, var->type), symbol);
    LLVMSetAlignment(v, type_info(g, var->type)->align);
    LLVMSetVisibility(v, LLVMHiddenVisibility);
  }
  map_set(&g->c->arena, &g->globals, var, v);
  return v;
}

/* An initialiser may spell the variable's bytes with another LLVM type. */
static Value retype_global(Gen *g, const Object *var, Value old, LType type) {
  Value v = LLVMAddGlobal(g->mod, type, "");
  LLVMSetAlignment(v, LLVMGetAlignment(old));
  LLVMSetVisibility(v, LLVMHiddenVisibility);
  for (uint32_t i = 0; i < g->globals.len; i++) /* and those linknamed to it */
    if (g->globals.entries[i].value == old)
      g->globals.entries[i].value = v;
  LLVMReplaceAllUsesWith(old, v);
  LLVMDeleteGlobal(old);
  const char *symbol = gen_symbol(g, var);
  LLVMSetValueName2(v, symbol, strlen(symbol));
  return v;
}

/* Gives the variable its value at link time. */
static void set_initial(Gen *g, Object *var, Value init) {
  Value v = gen_global(g, var);
  if (LLVMTypeOf(init) != LLVMGlobalGetValueType(v))
    v = retype_global(g, var, v, LLVMTypeOf(init));
  LLVMSetInitializer(v, init);
}

/* ------------------------------------------------- strings from outside --
 *
 *   escargo build -ldflags "-X main.version=1.2"      var version = "unknown"
 *
 * The value replaces a constant that the variable is initialised with, or the
 * zero value; what is computed at run time comes later and wins.
 */

/* What -X says of a variable: the text behind "symbol=", or NULL. The last
   definition counts. */
static const char *given_string(Gen *g, const Object *var) {
  const Options *o = &g->c->options;
  const char *found = NULL, *symbol = o->nstrings ? gen_symbol(g, var) : "";
  size_t n = strlen(symbol);
  for (uint32_t i = 0; i < o->nstrings; i++)
    if (strncmp(o->strings[i], symbol, n) == 0 && o->strings[i][n] == '=')
      found = o->strings[i] + n + 1;
  return found;
}

static void set_given_string(Gen *g, Object *var, const char *text) {
  Compiler *c = g->c;
  if (type_basic_kind(var->type) != BASIC_STRING) {
    diag_plain(c, "%s: cannot set with -X: not a var of type string (type:%s)",
               gen_symbol(g, var), type_runtime_string(c, var->type));
    g->failed = true;
    return;
  }
  size_t len = strlen(text);
  Image im = image_new(g, 16);
  if (len > 0)
    image_addr(&im, 0, literal_string(g, text, len));
  image_put(&im, 8, 8, len);
  set_initial(g, var, image_constant(&im));
}

static void init_given_strings(Gen *g) {
  for (uint32_t i = 0; i < g->pkg->objects.len; i++) {
    Object *var = g->pkg->objects.items[i];
    const char *text = var->kind == OBJ_VAR && !name_is_blank(var->name)
                           ? given_string(g, var)
                           : NULL;
    if (text)
      set_given_string(g, var, text);
  }
}

/* Variables whose values are known at link time need no code. */
static bool init_statically(Gen *g, const InitAssign *a) {
  if (a->n != 1 || name_is_blank(a->lhs[0]->name))
    return false;
  Value init = static_init(g, a->rhs, a->lhs[0]->type);
  if (!init)
    return false;
  if (is_const(a->rhs) && given_string(g, a->lhs[0]))
    return true;
  set_initial(g, a->lhs[0], init);
  return true;
}

/* Variables with //go:embed: what they hold is data of the object file. */
static void init_embedded(Gen *g) {
  for (uint32_t i = 0; i < g->pkg->embeds.len; i++) {
    const Embed *e = &g->pkg->embeds.items[i];
    if (!name_is_blank(e->var->name))
      set_initial(g, e->var, embed_value(g, e));
  }
}

typedef LIST(Stmt *) InitList;

/* Sets what is known at link time; the rest goes to `todo`, in order: the
   statements of the synthetic init, one for each of pkg->inits. */
static void split_inits(Gen *g, InitList *todo) {
  Function *init = g->pkg->var_init;
  for (uint32_t i = 0; init && i < g->pkg->inits.len; i++)
    if (!init_statically(g, &g->pkg->inits.items[i]))
      list_push(&g->c->arena, todo, init->body->block.list[i]);
}

/* Whether //go:linkname says that a variable is another package's. */
static bool is_elsewhere(const Gen *g, const Object *obj) {
  const char *symbol = obj->var.symbol;
  size_t n = strlen(g->pkg->path);
  return symbol && (strncmp(symbol, g->pkg->path, n) != 0 || symbol[n] != '.');
}

/* Defines the package's variables; what has no initialiser yet is zero. */
static void define_globals(Gen *g) {
  for (uint32_t i = 0; i < g->pkg->objects.len; i++) {
    Object *obj = g->pkg->objects.items[i];
    if (obj->kind != OBJ_VAR || name_is_blank(obj->name))
      continue;
    Value v = gen_global(g, obj);
    if (is_elsewhere(g, obj) && !LLVMGetInitializer(v))
      continue;
    if (!LLVMGetInitializer(v))
      LLVMSetInitializer(v, LLVMConstNull(type_mem(g, obj->type)));
    own_section(g, v, LLVMNoDeduplicateComdatSelectionKind);
    gcdata_root(g, v, obj->type);
    debug_global(g, obj, v);
  }
}

/* ------------------------------------------------------------- functions */

/* Blank functions are checked only; assembly or C has those without body. */
static bool has_code(const Function *fn) {
  return fn->body && !(fn->obj && name_is_blank(fn->obj->name));
}

/* Every package that uses an instance of a generic function has it. */
static bool is_shared(const Function *fn) {
  return function_outermost(fn)->is_instance;
}

/* The package's functions, but for the synthetic one of its variables, of which
   define_var_init takes what is left. */
static void define_functions(Gen *g) {
  for (uint32_t i = 0; i < g->pkg->functions.len; i++) {
    Function *fn = g->pkg->functions.items[i];
    if (fn == g->pkg->var_init || !has_code(fn))
      continue;
    func_generate(g, fn);
    Value v = gen_function(g, fn);
    if (is_shared(fn)) {
      gen_set_shared(g, v);
      /* An importer that inlines its caller calls it without having it. */
      LLVMSetLinkage(v, LLVMWeakODRLinkage);
    } else {
      own_section(g, v, LLVMNoDeduplicateComdatSelectionKind);
    }
  }
}

/* The function that runs the dynamic initialisers; NULL if there are none. */
static Value define_var_init(Gen *g, const InitList *todo) {
  if (!todo->len)
    return NULL;
  const char *symbol = arena_printf(&g->c->arena, "%s.init", g->pkg->path);
  Value fn = gen_declare(g, symbol, LLVMFunctionType(g->void_, NULL, 0, false));
  FuncGen *f = func_begin(g, fn);
  f->fn = g->pkg->var_init;
  debug_function(f, symbol, false);
  stmt_list(f, todo->items, todo->len);
  func_end(f);
  own_section(g, fn, LLVMNoDeduplicateComdatSelectionKind);
  return fn;
}

/* `init` functions of the package, in source order. */
static bool is_init(const Gen *g, const Function *fn) {
  return fn->obj && fn->decl && !fn->recv && fn->body &&
         fn->obj->name == g->c->universe->init;
}

/* runtime/abi.h, RtInitTask: the tasks of imported packages, then the code for
   this package's variables and its `init` functions. */
static void define_init_task(Gen *g, Value var_init) {
  LIST(Value) deps = {0}, fns = {0};
  Arena *a = &g->c->arena;
  for (uint32_t i = 0; i < g->pkg->imports.len; i++) {
    Package *p = g->pkg->imports.items[i];
    if (p == g->c->universe->unsafe_package || p->fake)
      continue;
    const char *symbol = arena_printf(a, "%s..inittask", p->path);
    list_push(a, &deps, LLVMAddGlobal(g->mod, g->i64, symbol));
  }
  if (var_init)
    list_push(a, &fns, var_init);
  for (uint32_t i = 0; i < g->pkg->functions.len; i++)
    if (is_init(g, g->pkg->functions.items[i]))
      list_push(a, &fns, gen_function(g, g->pkg->functions.items[i]));
  Value parts[5] = {
      int_const(g, 0),
      int_const(g, deps.len),
      int_const(g, fns.len),
      LLVMConstArray2(g->ptr, deps.items, deps.len),
      LLVMConstArray2(g->ptr, fns.items, fns.len),
  };
  Value init = LLVMConstStructInContext(g->ctx, parts, COUNT(parts), false);
  Value task =
      gen_data(g, arena_printf(a, "%s..inittask", g->pkg->path), init, false);
  LLVMSetLinkage(task, LLVMExternalLinkage);
}

/* Ends the compiler with LLVM's complaint: the mistake is ours. */
static void verify(Gen *g) {
  char *why = NULL;
  if (LLVMVerifyModule(g->mod, LLVMReturnStatusAction, &why))
    fatal_at(g->c, NO_POS, "LLVM rejects the module: %s", why);
  LLVMDisposeMessage(why);
}

/* Too large for what spare_giants is about. */
static bool is_giant(Value fn) {
  enum {
    LIMIT = 20000 /* instructions */
  };
  unsigned n = 0;
  for (Block b = LLVMGetFirstBasicBlock(fn); b; b = LLVMGetNextBasicBlock(b))
    for (Value i = LLVMGetFirstInstruction(b); i; i = LLVMGetNextInstruction(i))
      if (++n > LIMIT)
        return true;
  return false;
}

/* Some of LLVM's passes take time that grows with the square of a function's
   size. Functions of tens of thousands of instructions fill tables, mostly,
   and are not worth a minute: they are left as they are. */
static void spare_giants(Gen *g) {
  static const char *const names[] = {"noinline", "optnone"};
  for (Value fn = LLVMGetFirstFunction(g->mod); fn;
       fn = LLVMGetNextFunction(fn)) {
    if (!is_giant(fn))
      continue;
    for (size_t i = 0; i < COUNT(names); i++) {
      unsigned kind =
          LLVMGetEnumAttributeKindForName(names[i], strlen(names[i]));
      LLVMAddAttributeAtIndex(fn, (unsigned)LLVMAttributeFunctionIndex,
                              LLVMCreateEnumAttribute(g->ctx, kind, 0));
    }
  }
}

/* Before the passes the runtime's allocator joins (inline.c), behind them come
   the pins, which must see what the passes did to pointers. */
static void optimise(Gen *g) {
  const char *passes = tiers[g->options->opt_level].passes;
  if (!passes)
    return;
  spare_giants(g);
  if (g->options->opt_level >= 2 && !g->options->arm64)
    inline_runtime(g); /* its bitcode is x86-64's */
  LLVMPassBuilderOptionsRef o = LLVMCreatePassBuilderOptions();
  LLVMErrorRef error = LLVMRunPasses(g->mod, passes, g->tm, o);
  if (error)
    fatal_at(g->c, NO_POS, "%s", LLVMGetErrorMessage(error));
  LLVMDisposePassBuilderOptions(o);
  sums_to_memory(g);
  if (!g->options->no_pins)
    pins_insert(g);
}

/* The whole module, not optimised. False after a reported error. */
static bool build(Gen *g) {
  InitList todo = {0};
  debug_begin(g);
  init_embedded(g);
  split_inits(g, &todo);
  init_given_strings(g);
  define_globals(g);
  define_functions(g);
  define_init_task(g, define_var_init(g, &todo));
  typedesc_finish(g);
  gcdata_finish(g);
  debug_end(g);
  return !g->failed;
}

/* Verified before the passes: they crash on what is wrong. */
static void finish(Gen *g) {
  if (g->options->verify)
    verify(g);
  optimise(g);
}

/* ---------------------------------------------------------------- output */

/* False after a reported error. */
static bool write_file(Compiler *c, const char *path, const char *data,
                       size_t len) {
  FILE *out = fopen(path, "wb");
  bool ok = out && fwrite(data, 1, len, out) == len;
  if (out && fclose(out) != 0)
    ok = false;
  if (!ok)
    diag_plain(c, "cannot write %s: %s", path, strerror(errno));
  return ok;
}

/* Object file or assembly, in memory; the caller disposes of it. */
static LLVMMemoryBufferRef emit(Gen *g, LLVMCodeGenFileType type) {
  LLVMMemoryBufferRef buffer;
  char *why = NULL;
  if (LLVMTargetMachineEmitToMemoryBuffer(g->tm, g->mod, type, &why, &buffer))
    fatal_at(g->c, NO_POS, "LLVM: %s", why);
  return buffer;
}

bool codegen_package(Compiler *c, Package *pkg, const CodegenOptions *o,
                     const char *path) {
  Gen g;
  gen_open(&g, c, pkg, o, false);
  bool ok = build(&g);
  if (ok) {
    finish(&g);
    LLVMMemoryBufferRef object = emit(&g, LLVMObjectFile);
    ok = write_file(c, path, LLVMGetBufferStart(object),
                    LLVMGetBufferSize(object));
    LLVMDisposeMemoryBuffer(object);
  }
  gen_close(&g);
  return ok;
}

/* Unoptimised text is printed before it is verified: it shows our mistakes. */
static void dump_text(Gen *g, FILE *out) {
  if (g->options->opt_level > 0)
    finish(g);
  char *text = LLVMPrintModuleToString(g->mod);
  fputs(text, out);
  LLVMDisposeMessage(text);
  if (g->options->verify)
    verify(g);
}

bool codegen_dump(Compiler *c, Package *pkg, const CodegenOptions *o,
                  DumpKind kind, FILE *out) {
  Gen g;
  gen_open(&g, c, pkg, o, kind == DUMP_LLVM);
  bool ok = build(&g);
  if (ok && kind == DUMP_LLVM) {
    dump_text(&g, out);
  } else if (ok && kind == DUMP_ASM) {
    finish(&g);
    LLVMMemoryBufferRef text = emit(&g, LLVMAssemblyFile);
    fwrite(LLVMGetBufferStart(text), 1, LLVMGetBufferSize(text), out);
    LLVMDisposeMemoryBuffer(text);
  }
  gen_close(&g);
  return ok;
}
