/*
 * syscall_amd64.S - system calls of package syscall.
 *
 * Go's results (r1, r2, errno) are returned in rax, rdx, rcx, which no C
 * function can do. The kernel wants the number in rax and the arguments in
 * rdi rsi rdx r10 r8 r9; it returns -errno for failures.
 *
 *   RawSyscall6(trap, a1, a2, a3, a4, a5, a6)   trap in rdi, a6 on the stack
 */
        .text

/* Moves arguments 1..6 to where the kernel wants them. */
.macro  kernel_arguments
        movq    %rdi, %rax
        movq    %rsi, %rdi
        movq    %rdx, %rsi
        movq    %rcx, %rdx
        movq    %r8, %r10
        movq    %r9, %r8
.endm

        .globl  "syscall.RawSyscall6"
        .type   "syscall.RawSyscall6", @function
"syscall.RawSyscall6":
        kernel_arguments
        movq    8(%rsp), %r9
        syscall
        xorl    %ecx, %ecx
        cmpq    $-4095, %rax
        jb      1f
        negq    %rax
        movq    %rax, %rcx
        movq    $-1, %rax
        xorl    %edx, %edx
1:      ret
        .size   "syscall.RawSyscall6", . - "syscall.RawSyscall6"

/* rawSyscallNoError(trap, a1, a2, a3) (r1, r2) */
        .globl  "syscall.rawSyscallNoError"
        .type   "syscall.rawSyscallNoError", @function
"syscall.rawSyscallNoError":
        kernel_arguments
        syscall
        ret
        .size   "syscall.rawSyscallNoError", . - "syscall.rawSyscallNoError"

/* rawVforkSyscall(trap, a1) (r1, errno): the child shares our stack, so the
   return address must survive it in a register. */
        .globl  "syscall.rawVforkSyscall"
        .type   "syscall.rawVforkSyscall", @function
"syscall.rawVforkSyscall":
        movq    %rdi, %rax
        movq    %rsi, %rdi
        xorl    %esi, %esi
        xorl    %edx, %edx
        xorl    %r10d, %r10d
        xorl    %r8d, %r8d
        popq    %r9
        syscall
        pushq   %r9
        xorl    %edx, %edx
        cmpq    $-4095, %rax
        jb      1f
        negq    %rax
        movq    %rax, %rdx
        movq    $-1, %rax
1:      ret
        .size   "syscall.rawVforkSyscall", . - "syscall.rawVforkSyscall"

        .section .note.GNU-stack, "", @progbits
