/*
 * reflect_call_amd64.S - calls whose signature is known only at run time.
 *
 * Both directions go through a CallState (runtime/pkg/reflect/call.go), which
 * holds what travels in registers and on the stack:
 *
 *   rt_reflect_call(state)   loads the registers from it, calls, stores the
 *                            results: reflect.Value.Call
 *   reflect.makeFuncStub     is called by anyone; stores the registers in a
 *   reflect.methodValueCall  state, has Go code fill in the results, and
 *                            loads these: reflect.MakeFunc, Value.Method
 *
 * They lie in go_wrap: what they call may recover in their stead.
 *
 * Results are in rax rdx rcx, xmm0 xmm1 and, from the third floating-point
 * value on, the x87 stack: so LLVM returns a struct of them.
 */
#define CODE    0
#define CONTEXT 8
#define INTS    16
#define FLOATS  64
#define STACK   128
#define NSTACK  136
#define RINTS   144
#define RFLOATS 168
#define RX87    184
#define NX87    200
#define SIZE    208

        .section go_wrap, "ax", @progbits
        .globl  "reflect.callState"
        .type   "reflect.callState", @function
"reflect.callState":
        .cfi_startproc
        pushq   %rbp
        .cfi_def_cfa_offset 16
        .cfi_offset %rbp, -16
        movq    %rsp, %rbp
        .cfi_def_cfa_register %rbp
        pushq   %rbx
        pushq   %rbx                    /* for the alignment */
        movq    %rdi, %rbx
        movq    NSTACK(%rbx), %rcx
        leaq    1(%rcx), %rax           /* an even number of words */
        andq    $-2, %rax
        shlq    $3, %rax
        subq    %rax, %rsp
        movq    STACK(%rbx), %rsi
        movq    %rsp, %rdi
        cld
        rep movsq
        movsd   FLOATS+0(%rbx), %xmm0
        movsd   FLOATS+8(%rbx), %xmm1
        movsd   FLOATS+16(%rbx), %xmm2
        movsd   FLOATS+24(%rbx), %xmm3
        movsd   FLOATS+32(%rbx), %xmm4
        movsd   FLOATS+40(%rbx), %xmm5
        movsd   FLOATS+48(%rbx), %xmm6
        movsd   FLOATS+56(%rbx), %xmm7
        movq    INTS+0(%rbx), %rdi
        movq    INTS+8(%rbx), %rsi
        movq    INTS+16(%rbx), %rdx
        movq    INTS+24(%rbx), %rcx
        movq    INTS+32(%rbx), %r8
        movq    INTS+40(%rbx), %r9
        movq    CONTEXT(%rbx), %r10
        movl    $8, %eax
        call    *CODE(%rbx)
        movq    %rax, RINTS+0(%rbx)
        movq    %rdx, RINTS+8(%rbx)
        movq    %rcx, RINTS+16(%rbx)
        movsd   %xmm0, RFLOATS+0(%rbx)
        movsd   %xmm1, RFLOATS+8(%rbx)
        cmpq    $0, NX87(%rbx)
        je      1f
        fstpl   RX87+0(%rbx)
        cmpq    $1, NX87(%rbx)
        je      1f
        fstpl   RX87+8(%rbx)
1:      leaq    -16(%rbp), %rsp
        popq    %rbx
        popq    %rbx
        popq    %rbp
        .cfi_def_cfa %rsp, 8
        ret
        .cfi_endproc
        .size   "reflect.callState", . - "reflect.callState"

/* A function that has `handler(context, state)` do its work. */
.macro  stub    name, handler
        .globl  "\name"
        .type   "\name", @function
"\name":
        .cfi_startproc
        pushq   %rbp
        .cfi_def_cfa_offset 16
        .cfi_offset %rbp, -16
        movq    %rsp, %rbp
        .cfi_def_cfa_register %rbp
        subq    $SIZE, %rsp
        movq    %rdi, INTS+0(%rsp)
        movq    %rsi, INTS+8(%rsp)
        movq    %rdx, INTS+16(%rsp)
        movq    %rcx, INTS+24(%rsp)
        movq    %r8, INTS+32(%rsp)
        movq    %r9, INTS+40(%rsp)
        movsd   %xmm0, FLOATS+0(%rsp)
        movsd   %xmm1, FLOATS+8(%rsp)
        movsd   %xmm2, FLOATS+16(%rsp)
        movsd   %xmm3, FLOATS+24(%rsp)
        movsd   %xmm4, FLOATS+32(%rsp)
        movsd   %xmm5, FLOATS+40(%rsp)
        movsd   %xmm6, FLOATS+48(%rsp)
        movsd   %xmm7, FLOATS+56(%rsp)
        leaq    16(%rbp), %rax
        movq    %rax, STACK(%rsp)
        movq    %r10, CONTEXT(%rsp)
        movq    $0, NX87(%rsp)
        movq    %r10, %rdi
        movq    %rsp, %rsi
        call    "\handler"
        cmpq    $2, NX87(%rsp)
        jb      1f
        fldl    RX87+8(%rsp)
1:      cmpq    $1, NX87(%rsp)
        jb      2f
        fldl    RX87+0(%rsp)
2:      movq    RINTS+0(%rsp), %rax
        movq    RINTS+8(%rsp), %rdx
        movq    RINTS+16(%rsp), %rcx
        movsd   RFLOATS+0(%rsp), %xmm0
        movsd   RFLOATS+8(%rsp), %xmm1
        leave
        .cfi_def_cfa %rsp, 8
        ret
        .cfi_endproc
        .size   "\name", . - "\name"
.endm

/* Weak: a program without package reflect has no handlers. */
        .weak   "reflect.makeFuncCalled"
        .weak   "reflect.methodValueCalled"
        stub    "reflect.makeFuncStub", "reflect.makeFuncCalled"
        stub    "reflect.methodValueCall", "reflect.methodValueCalled"

        .section .note.GNU-stack, "", @progbits
