/*
 * x_sys_amd64.S - what golang.org/x/sys has in assembly only.
 *
 * Packages with assembly are read as for an unknown machine, where they do
 * without (frontend/load/find.c). x/sys cannot: it describes the machine. So
 * the few functions that its Go files declare without a body are here, and are
 * linked into programs that call them:
 *
 *     unix.Mmap -> unix.mmap -> unix.Syscall6 -> syscall.Syscall6
 *
 * Those of unix are other names of functions of package syscall. cpuid tells of
 * no processor's features, as in Go's own packages: the assembly that would
 * ask for them is not there. Its four results are more than registers take and
 * come in memory, at the address in rdi.
 */
.macro same name, as
.section .text.x_sys.\name, "ax", @progbits
.globl "golang.org/x/sys/unix.\name"
.type "golang.org/x/sys/unix.\name", @function
"golang.org/x/sys/unix.\name":
	jmp	"syscall.\as"@PLT
.size "golang.org/x/sys/unix.\name", . - "golang.org/x/sys/unix.\name"
.endm

same Syscall, Syscall
same Syscall6, Syscall6
same RawSyscall, RawSyscall
same RawSyscall6, RawSyscall6
same SyscallNoError, rawSyscallNoError
same RawSyscallNoError, rawSyscallNoError
same gettimeofday, gettimeofday

.section .text.x_sys.cpuid, "ax", @progbits
.globl "golang.org/x/sys/cpu.cpuid"
.type "golang.org/x/sys/cpu.cpuid", @function
"golang.org/x/sys/cpu.cpuid":
	movq	$0, (%rdi)
	movq	$0, 8(%rdi)
	movq	%rdi, %rax
	ret
.size "golang.org/x/sys/cpu.cpuid", . - "golang.org/x/sys/cpu.cpuid"

.section .text.x_sys.xgetbv, "ax", @progbits
.globl "golang.org/x/sys/cpu.xgetbv"
.type "golang.org/x/sys/cpu.xgetbv", @function
"golang.org/x/sys/cpu.xgetbv":
	xorl	%eax, %eax
	xorl	%edx, %edx
	ret
.size "golang.org/x/sys/cpu.xgetbv", . - "golang.org/x/sys/cpu.xgetbv"

.section .note.GNU-stack, "", @progbits
