/*
 * gen.h - private to codegen: contexts, values, and who offers what.
 *
 * A Gen builds one LLVM module for one package; a FuncGen one function of it.
 * The input is the explicit tree (frontend/check/explicit.c): conversions,
 * implicit & and *, embedded fields and variadic slices are nodes, so each
 * node kind has one small generator here.
 *
 * Values. A Go value in flight is a Words:
 *
 *   bool, numbers, pointers (map, chan, func too)   1 SSA word
 *   string {ptr,len}, interface {type,data}         2
 *   complex {re,im}                                 2
 *   slice {ptr,len,cap}                             3
 *   array, struct                                   a place: its address
 *
 * A place that is not `temp` is somebody's variable: whoever keeps the value
 * beyond the next write copies it (words_to_temp). bool is i1 as a value and
 * i8 in memory; func values point to closures {code, captures...}.
 *
 * Order of evaluation is gc's two-phase model:
 *
 *   seq(e)   visits e's operands left to right and emits what is call-like
 *            ("S-nodes") at once, keeping the results in f->sequenced
 *   rest(e)  evaluates the remainder, reading variables at that moment
 *   value(e) both; statements call it once per operand, or seq all operands
 *            first and then rest each
 *
 *   x + f():  seq calls f, rest loads x afterwards: sees what f did to x.
 *
 * Generators of S-nodes (calls, builtins, slicing, ...) run inside seq after
 * their operands were sequenced, so they fetch operands with rest().
 */
#ifndef CODEGEN_GEN_H
#define CODEGEN_GEN_H

#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>

#include "codegen/codegen.h"
#include "escape/intrinsic.h"

typedef LLVMValueRef Value;
typedef LLVMTypeRef LType;
typedef LLVMBasicBlockRef Block;
typedef LLVMMetadataRef Meta;

typedef struct Gen Gen;
typedef struct FuncGen FuncGen;
typedef struct TypeInfo TypeInfo;
typedef struct Abi Abi;

enum {
  MAX_WORDS = 3,
  MAX_LEAVES = 4 /* values of more scalars travel by address */
};

typedef struct Words {
  Value w[MAX_WORDS]; /* place: w[0] is the address */
  uint8_t n;          /* 1..3; places: 1 */
  bool place;
  bool temp; /* place: nobody else reads or writes it any more */
} Words;

/* ------------------------------------------------- runtime entry points -- */

#define RT(result, name, params, attrs) RT_##name,
typedef enum RtFn {
#include "runtime/abi.def"
  RT_COUNT
} RtFn;
#undef RT

/* rtcall.c. Arguments as abi.def lists them; bool as i1. The result is the
   LLVM value: STR, EFACE, PAIR, C128 are literal structs (rt_part takes them
   apart). NORETURN calls end the block with `unreachable`. */
Value rt_call(FuncGen *f, RtFn fn, const Value *args, unsigned n);
#define RTCALL0(f, name) rt_call((f), RT_##name, NULL, 0)
#define RTCALL(f, name, ...)                                                   \
  rt_call((f), RT_##name, (const Value[]){__VA_ARGS__},                        \
          (unsigned)COUNT(((const Value[]){__VA_ARGS__})))
Value rt_function(Gen *g, RtFn fn); /* the declaration */
Value rt_part(FuncGen *f, Value pair, unsigned i);
Words rt_words2(FuncGen *f, Value pair); /* STR, EFACE, C128 */

/* ---------------------------------------------------------------- types -- */

typedef enum Rep {
  REP_BOOL,
  REP_INT,
  REP_FLOAT,
  REP_POINTER, /* pointer, unsafe.Pointer, map, chan, func */
  REP_COMPLEX,
  REP_STRING,
  REP_SLICE,
  REP_IFACE,
  REP_PLACE /* array, struct; also of size 0 */
} Rep;

/* What a scalar in memory is to alias analysis (metadata.c). */
typedef enum LeafClass {
  LEAF_DATA,
  LEAF_PTR,
  LEAF_HDR_PTR, /* the words of slices and strings */
  LEAF_HDR_LEN,
  LEAF_HDR_CAP,
  LEAF_CLASSES
} LeafClass;

/* A scalar inside a value, at a byte offset. */
typedef struct Leaf {
  uint32_t offset;
  LType mem;      /* type in memory: bool is i8 */
  LType reg;      /* type as a value: bool is i1 */
  bool is_signed; /* sign or zero extension of small integers in calls */
  uint8_t kind;   /* LeafClass */
} Leaf;

/* lltype.c: what codegen knows about a canonical type. */
struct TypeInfo {
  Type *type;  /* canonical */
  Type *under; /* its underlying type */
  Rep rep;
  uint8_t nwords; /* SSA words; places: 1 */
  bool is_signed; /* REP_INT */
  bool direct;    /* pointer-shaped: stored in an interface's data word */
  LType mem;      /* in memory, with explicit padding */
  LType reg[MAX_WORDS];
  uint32_t nleaves; /* exact up to MAX_LEAVES; MAX_LEAVES + 1: more */
  Leaf leaves[MAX_LEAVES];
  int64_t size;
  uint32_t align;
  /* owned by typedesc.c, debuginfo.c: NULL until asked for */
  Value desc, eq, hash;
  Meta debug;
};
/* Where a field of t, a struct or a pointer to one, lies. Identical structs are
   spelled more than once, and each has fields of its own. */
int64_t gen_field_offset(Gen *g, Type *t, const Object *field);
TypeInfo *type_info(Gen *g, Type *t);
LType type_mem(Gen *g, Type *t);
bool type_by_ref(Gen *g, Type *t); /* passed by address: > MAX_LEAVES leaves */

/* ------------------------------------------------------------- contexts -- */

/* Attachments for loads, stores and branches, and their kinds' numbers. */
typedef struct Metadata {
  unsigned tbaa, range, prof;
  Value tags[LEAF_CLASSES]; /* NULL: this package's accesses have none */
  Value len_range, bool_range, rare;
} Metadata;

struct Gen {
  Compiler *c;
  Package *pkg;
  const CodegenOptions *options;
  LLVMContextRef ctx;
  LLVMModuleRef mod;
  LLVMTargetMachineRef tm;
  LType void_, i1, i8, i16, i32, i64, f32, f64, ptr;
  LType words2, words3; /* {ptr, i64}, {ptr, i64, i64} */
  LType iface;          /* {ptr, ptr} */
  TypeInfo **types;     /* by canonical type id */
  uint32_t ntypes;
  Value rt[RT_COUNT];
  LType rt_type[RT_COUNT];
  Map abis;      /* canonical signature -> Abi, see abi_of */
  Map globals;   /* package variable Object -> Value */
  Map functions; /* Function or OBJ_FUNC Object -> Value */
  Map cache;     /* any other key -> Value, for typedesc, closure, literal */
  Metadata md;
  LLVMDIBuilderRef di;
  Meta di_unit, di_file;
  Map di_functions;               /* Function -> Meta */
  Map di_files;                   /* path (the pointer) -> Meta */
  LIST(TypeInfo *) pending_descs; /* typedesc.c: declared, not emitted */
  LIST(Value) roots;              /* gcdata.c: entries of go_gcroots */
  uint32_t serial;                /* for private names */
  bool failed; /* something could not be compiled: reported */
};

/* Where break and continue of a statement go. */
typedef struct Target {
  const Stmt *stmt;
  Block brk, cont; /* cont NULL: not a loop */
} Target;

/* A variable's storage in this function. */
typedef struct Var {
  Value slot;
  bool indirect; /* slot holds the address (heap or captured cell) */
} Var;

/* A panic call without arguments, shared by the checks of one line. */
typedef struct ColdCall {
  Block block;
  uint32_t line;
} ColdCall;

struct FuncGen {
  Gen *g;
  Function *fn; /* NULL: compiler-made */
  Value llfn;
  LLVMBuilderRef b;
  Block allocas; /* entry: allocas only, then a branch to the body */
  const Abi *abi;
  Value context; /* closure pointer; NULL: not a closure */
  Value sret;    /* result place; NULL: results are returned as words */
  Map vars;      /* Object -> Var */
  Map sequenced; /* Expr -> Words, results of S-nodes */
  Map labels;    /* LABELED Stmt -> Block (as void *) */
  LIST(Target) targets;
  Block next_clause;     /* where fallthrough goes; NULL: not in a switch */
  Object **results;      /* NULL for compiler-made functions */
  unsigned debug_params; /* described so far */
  Meta scope;            /* DWARF subprogram; NULL: no debug info */
  Pos pos;               /* of the code being generated */
  uint32_t line;         /* of pos, after line directives */
  ColdCall cold_nil, cold_divide, cold_shift;
  LIST(Block) cold; /* moved to the end of the function when it is done */
  Value checked[4]; /* pointers known not to be nil, in this block */
  unsigned nchecked;
  uint64_t locals_size; /* of what is on the stack, in bytes */
  uint64_t callee_size; /* of the largest arguments and results of a call */
  unsigned nthunks;     /* of go and defer statements so far */
  void *defer;          /* defer.c */
  Value recover_slot;   /* defer.c: in the thunk of `defer recover()` */
  bool returned_twice;  /* has a checkpoint: results live in memory */
};

/* --------------------------------------------------- gen basics: value.c -- */

Value int_const(Gen *g, int64_t v); /* i64 */
Value null_ptr(Gen *g);
Value temp_alloc(FuncGen *f, Type *t, const char *name); /* entry alloca */
/* A variable takes a call's result at once: gc makes no temporary for it, so
   that its place, already among the callee's, is not counted as a local. */
void frame_result_taken(FuncGen *f, Type *t);
Value temp_bytes(FuncGen *f, int64_t size, uint32_t align, const char *name);
Value ptr_offset(FuncGen *f, Value p, int64_t offset);     /* inbounds, bytes */
Value ptr_index(FuncGen *f, LType elem, Value p, Value i); /* inbounds */
Value load_ptr(FuncGen *f, Value p, int64_t offset);
Value load_int(FuncGen *f, Value p, int64_t offset);
void store_word(FuncGen *f, Value v, Value p, int64_t offset);

Words words1(Value a);
Words words2(Value a, Value b);
Words words3(Value a, Value b, Value c);
Words words_place(Value addr, bool temp);
Words words_zero(FuncGen *f, Type *t); /* places: a zeroed temporary */
/* Reading memory: scalars are loaded; places stay where they are. */
Words load_words(FuncGen *f, Type *t, Value addr);
/* Writing memory, possibly overlapping the value's own place. */
void store_words(FuncGen *f, Type *t, Value addr, Words v);
void store_zero(FuncGen *f, Type *t, Value addr);
void copy_memory(FuncGen *f, Type *t, Value to, Value from);
Words words_to_temp(FuncGen *f, Type *t, Words v); /* copies foreign places */
/* The address of memory that holds v: its place, or a spilled temporary. */
Value words_addr(FuncGen *f, Type *t, Words v);
/* For calls: out[nleaves], register types. Only types not passed by_ref. */
void words_to_leaves(FuncGen *f, Type *t, Words v, Value *out);
/* Ends the function with n leaves as its result in registers. */
void gen_return(FuncGen *f, Value *leaves, uint32_t n);
Words words_from_leaves(FuncGen *f, Type *t, const Value *leaves);
void store_leaves(FuncGen *f, Type *t, Value addr, const Value *leaves);

/* Blocks. block_new makes one that is placed when block_start begins it, at
   the end of the function; block_start falls through from the current block
   unless that has ended. */
Block block_new(FuncGen *f, const char *name);
void block_start(FuncGen *f, Block b);
bool block_ended(FuncGen *f);      /* the current block has a terminator */
void branch(FuncGen *f, Block to); /* unless ended */
void branch_if(FuncGen *f, Value cond, Block then, Block els);
/* As branch_if, with `rare` marked as unlikely. */
void branch_rare(FuncGen *f, Value cond, Block rare, Block usual);
/* Continues in a fresh block if the current one has ended: dead code. */
void ensure_block(FuncGen *f);
Value phi2(FuncGen *f, LType t, Value a, Block from_a, Value b, Block from_b);
Block current_block(FuncGen *f);

/* Before a pointer is stored, or a value copied or cleared, if -d=barriers was
   given (barrier.c). The latter do it themselves when they return true. */
void barrier_store(FuncGen *f, Value slot, Value v);
bool barrier_copy(FuncGen *f, Type *t, Value to, Value from);
bool barrier_clear(FuncGen *f, Type *t, Value p);

/* Checks. Each ends in a cold call for the current line (gen_pos). */
void check_nil(FuncGen *f, Value p); /* runtime.sigpanic; free if known */
void check_bounds(FuncGen *f, Value i, Type *itype, Value len); /* i: i64 */
void check_divisor(FuncGen *f, Value is_zero);
void check_shift(FuncGen *f, Value is_negative);
/* Branches to a cold block when `bad`: the builder is left in that block, the
   caller emits a NORETURN rt_call, then cold_end with what was returned. */
Block cold_begin(FuncGen *f, Value bad);
void cold_end(FuncGen *f, Block next);
/* Index or length operand of any integer type as i64. */
Value index_value(FuncGen *f, Words v, Type *t);
/* It was 64 bits wide and unsigned: use the U form of a panic. */
bool index_is_unsigned(FuncGen *f, Type *t);

/* ---------------------------------------------------------- metadata.c -- */

void metadata_begin(Gen *g);
void metadata_access(Gen *g, Value access, const Leaf *l);
void metadata_rare(Gen *g, Value branch); /* its first way is rarely taken */
/* The load gives the same whenever it is done: it may be merged across calls. */
void metadata_invariant(Gen *g, Value load);

/* ------------------------------------------------------------ module.c -- */

Value gen_global(Gen *g, Object *var);    /* package variable's address */
Value gen_function(Gen *g, Function *fn); /* declares if need be */
/* The function that an OBJ_FUNC denotes: function or method, any package. */
Value gen_function_object(Gen *g, Object *obj);
/* Declares or finds a Go function by symbol. */
Value gen_declare(Gen *g, const char *symbol, LType type);
/* A fresh constant or variable datum with its own section. init NULL: zero. */
Value gen_data(Gen *g, const char *symbol, Value init, bool constant);
/* linkage of data that several packages may emit: merged by name. */
void gen_set_shared(Gen *g, Value v);
/* Data of this module alone, in a section that the linker may drop. */
void gen_set_own(Gen *g, Value v);
/* Object symbol: "path.Name", "path.(*T).M". */
const char *gen_symbol(Gen *g, const Object *obj);
/* "not supported yet" at a position of the program; once per place. */
void gen_unsupported(Gen *g, Pos pos, const char *what);

/* ------------------------------------------------------------- embed.c -- */

/* The initial value of a variable with //go:embed, and the data it refers to. */
Value embed_value(Gen *g, const Embed *e);

/* -------------------------------------------------------------- pins.c -- */

/* Makes what the optimised module does visible to the collector. */
void pins_insert(Gen *g);

/* -------------------------------------------------------------- sums.c -- */

/* Numbers that a loop carries across calls get slots in the frame. */
void sums_to_memory(Gen *g);

/* -------------------------------------------------------------- func.c -- */

void func_generate(Gen *g, Function *fn);
/* A compiler-made function: begin, emit with f's helpers, end. */
FuncGen *func_begin(Gen *g, Value llfn);
/* Notes that f calls such a function: its arguments need room. */
void frame_calls(FuncGen *f, const Abi *callee);
void func_end(FuncGen *f);
void func_attributes(Gen *g, Value llfn); /* those of every Go function */
Var *var_of(FuncGen *f, Object *obj);     /* local; declares nothing */
Value var_addr(FuncGen *f, Object *obj);  /* local, captured or global */
/* Storage for a local at its declaration, not initialised. The caller then
   stores the first value or store_zero. heap: runtime.newobject. */
Value var_declare(FuncGen *f, Object *obj);
void var_bind(FuncGen *f, Object *obj, Value slot, bool indirect);
/* Results are in their variables: runs defers, then func_ret. */
void func_return(FuncGen *f);
void func_ret(FuncGen *f); /* loads the results and returns them */

/* ------------------------------------------------- stmt.c, switch, range -- */

void stmt(FuncGen *f, Stmt *s);
void stmt_list(FuncGen *f, Stmt **list, uint32_t n);
void stmt_switch(FuncGen *f, Stmt *s); /* switch.c; not type switches */
void stmt_range(FuncGen *f, Stmt *s);  /* range.c */
/* Clause bodies with fallthrough: start[i] begins clause i; continues in
   `after`. */
void switch_bodies(FuncGen *f, Stmt *s, Block *start, Block after);
void targets_push(FuncGen *f, const Stmt *s, Block brk, Block cont);
void targets_pop(FuncGen *f);
/* For range loops: variables of :=, once per loop; what is wanted. */
void range_declare(FuncGen *f, Stmt *s);
bool range_wants(Stmt *s, uint32_t i); /* left side i is there, and not _ */

/* -------------------------------------------------------------- expr.c -- */

void seq(FuncGen *f, Expr *e); /* e may be NULL */
/* The operands of e only: for a call or comma-ok whose results the caller
   takes itself (call_expr, comma_ok). */
void seq_operands(FuncGen *f, Expr *e);
void seq_keep(FuncGen *f, Expr *e, Words v); /* rest(e) will be v */
Words rest(FuncGen *f, Expr *e);
Words value(FuncGen *f, Expr *e);
Value value1(FuncGen *f, Expr *e); /* single word */
Value rest1(FuncGen *f, Expr *e);
/* rest(e) stored to fresh memory that e cannot see: literals build in place. */
void rest_into(FuncGen *f, Value addr, Expr *e);
void value_into(FuncGen *f, Value addr, Expr *e);
/* Address of an addressable operand (rest phase), with its checks. Composite
   literals get memory. */
Value rest_addr(FuncGen *f, Expr *e);
void condition(FuncGen *f, Expr *e, Block then, Block els); /* both phases */
Words const_words(FuncGen *f, const Const *v, Type *t);
Value const_scalar(Gen *g, const Const *v, Type *t); /* bool: i1 */
bool is_const(const Expr *e);
bool is_nil(const Expr *e);
/* v, ok of an EXPR_F_COMMA_OK node (rest phase); sequenced already. */
Words comma_ok(FuncGen *f, Expr *e, Value *ok);
void gen_pos(FuncGen *f, Pos pos); /* line of the code that follows */

/* ------------------------------------------------------------ assign.c -- */

void assign_stmt(FuncGen *f, Stmt *s);
/* Stores v (of the left side's own type) to a left side: map element, blank,
   variable, element. Operands were sequenced. */
void assign_words(FuncGen *f, Expr *lhs, Words v);
void return_stmt(FuncGen *f, Stmt *s);
/* Assigns one iteration's n values to range.lhs, or its new variables. */
void assign_range(FuncGen *f, Stmt *s, const Words *v, Type *const *types,
                  uint32_t n);
/* Assignability: identical, or to an interface. */
Words convert_implicit(FuncGen *f, Words v, Type *from, Type *to);
void assign_decl(FuncGen *f, Decl *d); /* `var` inside functions */

/* ------------------------------------------------------------- arith.c -- */

Words arith_binary(FuncGen *f, Op op, Words x, Words y, Type *t);
Words arith_expr(FuncGen *f, Expr *e); /* BINARY (not && ||), rest phase */
Words arith_unary(FuncGen *f, Expr *e);
Words arith_shift(FuncGen *f, Op op, Words x, Type *t, Words y, Type *yt);
/* x == y of one type, any comparable type; i1. */
Value equal_words(FuncGen *f, Type *t, Words x, Words y);
Value compare_words(FuncGen *f, Op op, Type *t, Words x, Words y);
/* string == with lengths first */
Value equal_string(FuncGen *f, Words x, Words y);

/* -------------------------------------------------------------- call.c -- */

typedef struct AbiPart {
  Type *type;
  uint32_t first; /* LLVM parameter number, or result leaf */
  uint32_t n;     /* leaves; by_ref: 1 */
  bool by_ref;
  int64_t offset; /* results in memory: in the result place */
} AbiPart;

/* How a signature is called. LLVM parameters: sret, receiver, parameters;
   closures have the context (nest) behind them. */
struct Abi {
  const Type *recv; /* canonical, NULL: none */
  Abi *next;        /* same signature, another receiver */
  AbiPart *params;  /* receiver first, if any */
  AbiPart *results;
  uint32_t nparams, nresults;
  uint32_t nleaves; /* of results; 0 with sret */
  bool sret;        /* results in memory: first parameter */
  int64_t result_size;
  uint32_t result_align;
  LType result;  /* void, the one leaf, or a literal struct of leaves */
  LType type;    /* without context */
  LType closure; /* with context */
};
/* recv NULL: no receiver. Interface methods: recv is unsafe.Pointer. */
Abi *abi_of(Gen *g, Type *signature, Type *recv);

/* Calls; args[abi->nparams], receiver first; results are written to out. */
typedef struct Callee {
  Value code;
  Value context; /* NULL: a direct call without closure */
  const Abi *abi;
} Callee;
void call_emit(FuncGen *f, const Callee *callee, const Words *args, Words *out);
/* intrinsic.c: emits a call of fn in place; false: it has to be called. */
bool intrinsic_call(FuncGen *f, const Object *fn, const Words *args,
                    Words *out);
/* machine.c: the number that `usual` emits, by one instruction if there is
   one. divide: false, nothing was emitted, it has to be called. */
typedef Value NumberFn(FuncGen *f, Intrinsic kind, const Words *args);
Value machine_number(FuncGen *f, Intrinsic kind, const Words *args,
                     NumberFn *usual);
bool machine_divide(FuncGen *f, const Words *args, Value *result);
/* A CALL_FUNC expression, operands sequenced; out: one Words per result. */
void call_expr(FuncGen *f, Expr *e, Words *out);
/* The closure value c (nil-checked) as what to call. */
Callee call_closure(FuncGen *f, Type *signature, Value c);
/* The static function behind a callee expression, NULL if it is computed;
   *recv: the expression that is passed first, or NULL. */
Object *call_static(Expr *fn, Expr **recv);
/* v: the function, or a call of it */
void call_attributes(Gen *g, const Abi *a, Value v, bool closure);

/* atomic.c: emits the operation; its result, of type `result`, or NULL. */
Value atomic_emit(FuncGen *f, Intrinsic kind, LType result, const Words *args);

/* ------------------------------------------------------------- iface.c -- */

/* CONVERT nodes CONV_TO_IFACE and CONV_IFACE_TO_IFACE. */
Words iface_convert(FuncGen *f, Expr *e);
/* The same for a value at hand; on_stack: the box may be an alloca. */
Words iface_from_words(FuncGen *f, Words v, Type *from, Type *to,
                       bool on_stack);
Words iface_assert(FuncGen *f, Expr *e);               /* x.(T) */
Words iface_assert_ok(FuncGen *f, Expr *e, Value *ok); /* v, ok = x.(T) */
void iface_type_switch(FuncGen *f, Stmt *s);
Value iface_equal(FuncGen *f, Type *t, Words x, Words y);
/* Interface x against concrete y (of type yt): x's word, then the value. */
Value iface_equal_concrete(FuncGen *f, Type *xt, Words x, Type *yt, Words y);
Value iface_type_word(FuncGen *f, Type *t, Words v); /* rtype or NULL */
/* Code and receiver word of method `m` of interface value v; nil-checked. */
Value iface_method(FuncGen *f, Type *iface, Words v, const Object *m);
Value itab_of(Gen *g, Type *concrete, Type *iface); /* static itab */

/* ---------------------------------------------------------- typedesc.c -- */

Value type_desc(Gen *g, Type *t); /* address of type:..., as *rtype */
/* Emits what type_desc declared: after all functions of the module. May make
   wrappers and algorithms, hence more descriptors. */
void typedesc_finish(Gen *g);
/* prefix + the type's name across packages, without '@', which linkers take
   for a version. */
const char *gen_type_symbol(Gen *g, const char *prefix, Type *t);
uint32_t type_desc_hash(Gen *g, Type *t); /* RtType.hash */
uint64_t map_bucket_size(Gen *g, const Type *map);

/* ------------------------------------------------------------ gcdata.c -- */

/* RtType.ptrdata and gcdata; data NULL: no pointers. */
typedef struct GcData {
  int64_t ptrdata;
  Value data;
  bool is_program; /* RT_GC_PROG */
} GcData;
GcData gcdata_of(Gen *g, Type *t);
Value gcdata_mask(Gen *g, const uint8_t *bits, int64_t ptrdata);
/* The collector finds pointers in `global`, a t with a comdat of its own. */
void gcdata_root(Gen *g, Value global, Type *t);
void gcdata_finish(Gen *g); /* after the last root of the module */

/* -------------------------------------------------------- algorithms.c -- */

/* == is a comparison of the bytes: no padding, floats, strings, ... */
bool alg_is_regular(Gen *g, Type *t);
Value alg_equal(FuncGen *f, Type *t, Value p, Value q); /* memory; i1 */
Value alg_eq_closure(Gen *g, Type *t);   /* funcval (p, q) bool; NULL const */
Value alg_hash_closure(Gen *g, Type *t); /* funcval (p, seed) uintptr */

/* ----------------------------------------------------------- closure.c -- */

Words closure_literal(FuncGen *f, Expr *e);
/* A function or method expression as value: static one-word closure. */
Words closure_static(Gen *g, Object *func);
Value closure_of(Gen *g, Value code); /* the funcval of any function */
Words closure_method_value(FuncGen *f, Expr *e); /* x.M not called */
Words closure_method_expr(FuncGen *f, Expr *e);  /* T.M as a value */
/* Function entry: binds f->fn's captured variables to the context. */
void closure_bind(FuncGen *f);
/* The function that itabs and descriptors list for a method of t's method
   set: takes the receiver as one pointer word, as itabs call it, or as the
   type it is; made if need be. */
Value method_wrapper(Gen *g, Type *t, const MethodSetEntry *m,
                     bool as_declared);

/* ----------------------------------------------------------- literal.c -- */

Words literal_composite(FuncGen *f, Expr *e);
/* Fills fresh memory: zeroed where the literal says nothing. */
void literal_into(FuncGen *f, Value addr, Expr *e);
Value literal_addr(FuncGen *f, Expr *e); /* UNARY &T{...}: stack or heap */
Value literal_string(Gen *g, const char *s, size_t len); /* bytes */
/* A link-time initialiser of memory type, or NULL. For package variables
   and static literals. */
Value static_init(Gen *g, Expr *e, Type *t);
/* The same for read-only data, for an expression that may be evaluated often;
   nothing in it refers to data that can change. */
Value static_constant(Gen *g, Expr *e);

/* ----------------------------------------------------------- convert.c -- */

/* An operand that is only looked at: string(b) is the bytes of b themselves. */
Words convert_transient(FuncGen *f, Expr *e);
Words convert_expr(FuncGen *f, Expr *e); /* any CONVERT */
Words convert_words(FuncGen *f, ConvKind kind, Words v, Type *from, Type *to);

/* ----------------------------------------------------------- map.c -- */

Words map_read(FuncGen *f, Expr *e); /* m[k] */
Words map_read_ok(FuncGen *f, Expr *e, Value *ok);
Words map_lookup(FuncGen *f, Type *map, Value m,
                 Words key); /* zero if absent */
/* Element address for writing; m and k are evaluated by the caller. */
Value map_assign(FuncGen *f, Type *map, Value m, Words key);
void map_delete(FuncGen *f, Expr *call);
void map_range(FuncGen *f, Stmt *s);
Value map_make(FuncGen *f, Type *t, Value hint, bool on_stack);

/* -------------------------------------------------------------- chan.c -- */

void chan_send(FuncGen *f, Stmt *s);
Words chan_receive(FuncGen *f, Expr *e); /* <-c, operand sequenced */
Words chan_receive_ok(FuncGen *f, Expr *e, Value *ok);
void chan_range(FuncGen *f, Stmt *s);
void chan_select(FuncGen *f, Stmt *s);

/* ------------------------------------------------------------- defer.c -- */

void defer_prologue(FuncGen *f); /* variables and results are bound */
void defer_stmt(FuncGen *f, Stmt *s);
void defer_return(FuncGen *f); /* runs what is pending, before the ret */
bool defer_watches(FuncGen *f, Value addr); /* a result that recover returns */
Words defer_recover(FuncGen *f);
void go_stmt(FuncGen *f, Stmt *s);

/* ----------------------------------------------------------- builtin.c -- */

/* CALL_BUILTIN in any position, operands sequenced; no result: n == 0. */
Words builtin_call(FuncGen *f, Expr *e);

/* --------------------------------------------------------- debuginfo.c -- */

void debug_begin(Gen *g);
void debug_end(Gen *g);
void debug_function(FuncGen *f, const char *name, bool artificial);
void debug_variable(FuncGen *f, Object *obj, Value slot, bool indirect);
void debug_global(Gen *g, Object *obj, Value global);
void debug_location(FuncGen *f, Pos pos); /* NO_POS: line 0 */

/* ------------------------------------------------------------- inline.c -- */

/* Before the passes run: allocations of small types can be inlined. */
void inline_runtime(Gen *g);

#endif
