/*
 * program_types_amd64.S - type descriptors that the program may have.
 *
 * A method of a run-time error satisfies an interface of the program if both
 * name the same func type, that is the same address. Weak references find the
 * program's descriptors; NULL when no interface of it could match anyway.
 * (Assembly, because C compilers disagree on how to quote such symbols.)
 */
        .weak   "type:func() string"
        .weak   "type:func()"
        .section .data.rel.ro, "aw"
        .p2align 3
        .globl  rt_program_types
        .type   rt_program_types, @object
rt_program_types:
        .quad   "type:func() string"
        .quad   "type:func()"
        .size   rt_program_types, 16

        .section .note.GNU-stack, "", @progbits
