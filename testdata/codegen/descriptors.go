// Descriptors of declared types are in the objects of their packages: an
// importer refers to them, unless it allocates such objects itself.
package main

import "os"

type unused struct{ n int }

func box(f *os.File) any { return f }

func fresh() *os.SyscallError { return new(os.SyscallError) }

func main() {
	println(box(os.Stdout) != nil, fresh().Syscall)
}

// CHECK: @"type:\*os\.File" = external
// CHECK: @"?type:os\.SyscallError"? = linkonce_odr hidden constant
// CHECK: @"?type:main\.unused"? = weak_odr hidden constant
