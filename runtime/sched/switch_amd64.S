/*
 * switch_amd64.S - where C cannot say what must happen: saving a place to
 * come back to, changing stacks, and calling func values, whose context
 * travels in r10.
 *
 * A checkpoint is the callee-saved registers, the stack pointer after the
 * return, and the return address (RtDeferFrame.regs). Coming back to it is
 * legal while the function that made it has not returned.
 */
        .text

        .macro  SAVE_PLACE
        movq    %rbx, 0(%rdi)
        movq    %rbp, 8(%rdi)
        movq    %r12, 16(%rdi)
        movq    %r13, 24(%rdi)
        movq    %r14, 32(%rdi)
        movq    %r15, 40(%rdi)
        leaq    8(%rsp), %rax
        movq    %rax, 48(%rdi)
        movq    (%rsp), %rax
        movq    %rax, 56(%rdi)
        .endm

/* int32_t rt_checkpoint(void *regs): 0 now, 1 after rt_resume. */
        .globl  rt_checkpoint
        .type   rt_checkpoint, @function
rt_checkpoint:
        SAVE_PLACE
        xorl    %eax, %eax
        ret
        .size   rt_checkpoint, .-rt_checkpoint

/* int32_t deferbegin(RtDeferFrame *f): the same, and f becomes the first of
   G.defers, with nothing pending. */
        .globl  runtime.deferbegin
        .type   runtime.deferbegin, @function
runtime.deferbegin:
        SAVE_PLACE
        movq    %fs:rt_tls@tpoff, %rcx
        addq    $16, %rcx
        movq    (%rcx), %rdx
        movq    %rcx, 96(%rdi)
        movq    %rdx, 64(%rdi)
        movq    %rdi, (%rcx)
        xorl    %eax, %eax
        movq    %rax, 72(%rdi)
        movq    %rax, 80(%rdi)
        ret
        .size   runtime.deferbegin, .-runtime.deferbegin

/* void rt_resume(uintptr_t *regs) */
        .globl  rt_resume
        .type   rt_resume, @function
rt_resume:
        movq    0(%rdi), %rbx
        movq    8(%rdi), %rbp
        movq    16(%rdi), %r12
        movq    24(%rdi), %r13
        movq    32(%rdi), %r14
        movq    40(%rdi), %r15
        movq    48(%rdi), %rsp
        movl    $1, %eax
        jmpq    *56(%rdi)
        .size   rt_resume, .-rt_resume

/*
 * void rt_call_deferred(const RtFuncVal *f, uintptr_t *argp)
 * The `call` below leaves its return address at rsp - 8: recover() compares
 * that slot with its own. The stack is aligned to 16 here because a call
 * pushed 8 bytes and rbp another 8.
 */
        .globl  rt_call_deferred
        .type   rt_call_deferred, @function
rt_call_deferred:
        pushq   %rbp
        movq    %rsp, %rbp
        movq    %rdi, %r10
        leaq    -8(%rsp), %rax
        movq    %rax, (%rsi)
        callq   *(%r10)
        popq    %rbp
        ret
        .size   rt_call_deferred, .-rt_call_deferred

/*
 * void rt_on_thread_stack(uintptr_t *save_sp, void (*fn)(void))
 * *save_sp is what rt_mcall needs to call fn's like from here again.
 */
        .globl  rt_on_thread_stack
        .type   rt_on_thread_stack, @function
rt_on_thread_stack:
        andq    $-16, %rsp
        movq    %rsp, (%rdi)
        xorl    %ebp, %ebp
        callq   *%rsi
        ud2
        .size   rt_on_thread_stack, .-rt_on_thread_stack

/*
 * void rt_mcall(uintptr_t *save_sp, uintptr_t sp, void (*fn)(void))
 * What a function must preserve goes to the stack, whose pointer is the whole
 * state then: r15 r14 r13 r12 rbx rbp, return address, from lower to higher.
 */
        .globl  rt_mcall
        .type   rt_mcall, @function
rt_mcall:
        pushq   %rbp
        pushq   %rbx
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        movq    %rsp, (%rdi)
        movq    %rsi, %rsp
        xorl    %ebp, %ebp
        callq   *%rdx
        ud2
        .size   rt_mcall, .-rt_mcall

/*
 * void rt_call_on(uintptr_t *save_sp, uintptr_t sp, void (*fn)(void *),
 *                 void *arg)
 * The saved words are those of rt_mcall. rbp goes on as the caller's, so that
 * tracebacks on the other stack find the way back.
 */
        .globl  rt_call_on
        .type   rt_call_on, @function
rt_call_on:
        pushq   %rbp
        pushq   %rbx
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        movq    %rsp, (%rdi)
        movq    %rsp, %rbx
        movq    %rsi, %rsp
        movq    %rcx, %rdi
        callq   *%rdx
        movq    %rbx, %rsp
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %rbx
        popq    %rbp
        ret
        .size   rt_call_on, .-rt_call_on

/* void rt_gogo(uintptr_t sp) */
        .globl  rt_gogo
        .type   rt_gogo, @function
rt_gogo:
        movq    %rdi, %rsp
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %rbx
        popq    %rbp
        ret
        .size   rt_gogo, .-rt_gogo

/* rt_go_entry, the bottom of a goroutine's stack; rbp is 0, which ends
   tracebacks. */
        .globl  runtime.goexit
        .type   runtime.goexit, @function
runtime.goexit:
        movq    %rbx, %r10
        callq   *(%rbx)
        callq   rt_goexit0
        ud2
        .size   runtime.goexit, .-runtime.goexit

/* rt_call_equal(p, q, f), rt_call_hash(p, seed, f): the same jump. */
        .globl  rt_call_equal
        .type   rt_call_equal, @function
        .globl  rt_call_hash
        .type   rt_call_hash, @function
rt_call_equal:
rt_call_hash:
        movq    %rdx, %r10
        jmpq    *(%rdx)
        .size   rt_call_equal, .-rt_call_equal
        .size   rt_call_hash, .-rt_call_hash

/* void rt_call_timer(f, type, data, seq) */
        .globl  rt_call_timer
        .type   rt_call_timer, @function
rt_call_timer:
        movq    %rdi, %r10
        movq    %rsi, %rdi
        movq    %rdx, %rsi
        movq    %rcx, %rdx
        jmpq    *(%r10)
        .size   rt_call_timer, .-rt_call_timer

/* void rt_entersyscall(void): what the caller has in registers is saved in
   its G, since nothing of this function's frame remains. */
        .globl  runtime.entersyscall
        .type   runtime.entersyscall, @function
runtime.entersyscall:
        subq    $8, %rsp
        callq   rt_syscall_regs
        addq    $8, %rsp
        movq    %rbx, 0(%rax)
        movq    %rbp, 8(%rax)
        movq    %r12, 16(%rax)
        movq    %r13, 24(%rax)
        movq    %r14, 32(%rax)
        movq    %r15, 40(%rax)
        movq    (%rsp), %rcx
        movq    %rcx, 56(%rax)
        leaq    8(%rsp), %rcx
        movq    %rcx, 48(%rax)
        jmp     rt_enter_kernel
        .size   runtime.entersyscall, .-runtime.entersyscall

/*
 * Entered as if called by the instruction at the return address, from which
 * the caller's red zone of 128 bytes lies 8 bytes further up (preempt.c). The
 * order keeps the flags, and makes a frame for tracebacks, first of all.
 */
        .globl  rt_async_preempt
        .type   rt_async_preempt, @function
rt_async_preempt:
        pushq   %rbp
        movq    %rsp, %rbp
        pushfq
        cld
        pushq   %rax
        pushq   %rcx
        pushq   %rdx
        pushq   %rbx
        pushq   %rsi
        pushq   %rdi
        pushq   %r8
        pushq   %r9
        pushq   %r10
        pushq   %r11
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        subq    rt_xsave_size(%rip), %rsp
        andq    $-64, %rsp
        xorl    %edx, %edx
        movq    %rdx, 512(%rsp)
        movq    %rdx, 520(%rsp)
        movq    %rdx, 528(%rsp)
        movq    %rdx, 536(%rsp)
        movq    %rdx, 544(%rsp)
        movq    %rdx, 552(%rsp)
        movq    %rdx, 560(%rsp)
        movq    %rdx, 568(%rsp)
        movl    $0xe7, %eax
        xsave64 (%rsp)
        callq   rt_preempted
rt_async_preempt_return:
        movl    $0xe7, %eax
        xorl    %edx, %edx
        xrstor64 (%rsp)
        leaq    -120(%rbp), %rsp
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %r11
        popq    %r10
        popq    %r9
        popq    %r8
        popq    %rdi
        popq    %rsi
        popq    %rbx
        popq    %rdx
        popq    %rcx
        popq    %rax
        popfq
        popq    %rbp
        ret     $128
        .size   rt_async_preempt, .-rt_async_preempt

/* bool rt_is_async_preempt(uintptr_t pc) */
        .globl  rt_is_async_preempt
        .type   rt_is_async_preempt, @function
rt_is_async_preempt:
        leaq    rt_async_preempt_return(%rip), %rcx
        xorl    %eax, %eax
        cmpq    %rcx, %rdi
        sete    %al
        ret
        .size   rt_is_async_preempt, .-rt_is_async_preempt

/* RtString rt_call_string(void *receiver, void *code) */
        .globl  rt_call_string
        .type   rt_call_string, @function
rt_call_string:
        jmpq    *%rsi
        .size   rt_call_string, .-rt_call_string

        .section .note.GNU-stack, "", @progbits
