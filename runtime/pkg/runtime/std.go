package runtime

import "unsafe"

type unsafePointer = unsafe.Pointer

// What follows is for other packages of the library: results of more than two
// words, or in Go's types, that C has no way to return.

var (
	args []string
	envs []string
)

// argument returns the i-th string of the command line, or of the environment
// behind it (nil: there are no more).
func argument(i int, environment bool) *byte

func collect(environment bool) (list []string) {
	for i := 0; ; i++ {
		p := argument(i, environment)
		if p == nil {
			return list
		}
		n := 0
		for *(*byte)(unsafe.Add(unsafe.Pointer(p), n)) != 0 {
			n++
		}
		list = append(list, string(unsafe.Slice(p, n)))
	}
}

func environment() []string {
	if envs == nil {
		envs = collect(true)
	}
	return envs
}

// for os
//
//go:linkname runtimeArgs os.runtime_args
func runtimeArgs() []string {
	if args == nil {
		args = collect(false)
	}
	return append([]string{}, args...)
}

// for syscall
//
//go:linkname runtimeEnvs syscall.runtime_envs
func runtimeEnvs() []string { return append([]string{}, environment()...) }

func allThreadsSyscall(args *[7]uintptr, results *[3]uintptr)

// for syscall
//
//go:linkname doAllThreadsSyscall syscall.runtime_doAllThreadsSyscall
//go:uintptrescapes
func doAllThreadsSyscall(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2, err uintptr) {
	var results [3]uintptr
	allThreadsSyscall(&[7]uintptr{trap, a1, a2, a3, a4, a5, a6}, &results)
	return results[0], results[1], results[2]
}

// for syscall, which calls it in programs with cgo
//
//go:linkname cgocaller syscall.cgocaller
func cgocaller(unsafe.Pointer, ...uintptr) uintptr { panic("there is no cgo") }

func nanotime() int64

//go:noescape
func walltime(sec *int64, nsec *int32)

// for time
//
//go:linkname timeNow time.now
func timeNow() (sec int64, nsec int32, mono int64) {
	walltime(&sec, &nsec)
	return sec, nsec, nanotime()
}

// Arithmetic errors, for math/bits.
var (
	overflowError = error(arithmeticError("integer overflow"))
	divideError   = error(arithmeticError("integer divide by zero"))
)

type arithmeticError string

func (e arithmeticError) Error() string { return "runtime error: " + string(e) }
func (e arithmeticError) RuntimeError() {}
