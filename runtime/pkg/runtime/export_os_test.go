package runtime

import "unsafe"

// The kernel, for Go's own tests: see export_test.go. gc's runtime makes its
// system calls itself; ours goes through the C library where it can, so that
// these are the calls as such.

const (
	sysRead        = 0
	sysWrite       = 1
	sysOpen        = 2
	sysClose       = 3
	sysMmap        = 9
	sysMunmap      = 11
	sysSigprocmask = 14
	sysMincore     = 27
	sysFcntl       = 72
	sysEpollCtl    = 233
	sysPipe2       = 293

	oNonblock = 0x800
	oCloexec  = 0x80000
	fSetfd    = 2
	fdCloexec = 1

	ENOMEM      = 12
	MAP_PRIVATE = 2
	MAP_FIXED   = 0x10
	MAP_ANON    = 0x20
)

// rawCall makes the call args[0]; the result is -errno if it fails.
//
//go:noescape
func rawCall(args *[7]uintptr) int

func kernel(trap, a1, a2, a3 uintptr) int { return rawCall(&[7]uintptr{trap, a1, a2, a3}) }

// orMinusOne is what gc's open and close return.
func orMinusOne(r int) int32 {
	if r < 0 {
		return -1
	}
	return int32(r)
}

func Open(name *byte, mode, perm int32) int32 {
	return orMinusOne(kernel(sysOpen, uintptr(unsafe.Pointer(name)), uintptr(mode), uintptr(perm)))
}

func Close(fd int32) int32 { return orMinusOne(kernel(sysClose, uintptr(fd), 0, 0)) }

func Read(fd int32, p unsafe.Pointer, n int32) int32 {
	return int32(kernel(sysRead, uintptr(fd), uintptr(p), uintptr(n)))
}

func Write(fd uintptr, p unsafe.Pointer, n int32) int32 {
	return int32(kernel(sysWrite, fd, uintptr(p), uintptr(n)))
}

func pipe(flags uintptr) (r, w, errno int32) {
	var ends [2]int32
	e := kernel(sysPipe2, uintptr(unsafe.Pointer(&ends)), flags, 0)
	return ends[0], ends[1], int32(-e)
}

func Pipe() (r, w, errno int32)            { return pipe(0) }
func NonblockingPipe() (r, w, errno int32) { return pipe(oNonblock | oCloexec) }
func Closeonexec(fd int32)                 { kernel(sysFcntl, uintptr(fd), fSetfd, fdCloexec) }

func Mincore(addr unsafe.Pointer, n uintptr, dst *byte) int32 {
	return int32(kernel(sysMincore, uintptr(addr), n, uintptr(unsafe.Pointer(dst))))
}

type EpollEvent struct {
	events uint32
	data   [8]byte
}

func Epollctl(epfd, op, fd int32, ev unsafe.Pointer) int32 {
	return int32(rawCall(&[7]uintptr{sysEpollCtl, uintptr(epfd), uintptr(op), uintptr(fd), uintptr(ev)}))
}

func Mmap(addr unsafe.Pointer, n uintptr, prot, flags, fd int32, off uint32) (unsafe.Pointer, int) {
	r := rawCall(&[7]uintptr{sysMmap, uintptr(addr), n, uintptr(prot), uintptr(flags), uintptr(fd), uintptr(off)})
	if r < 0 && r > -4096 {
		return nil, -r
	}
	return unsafe.Pointer(uintptr(r)), 0
}

func Munmap(addr unsafe.Pointer, n uintptr) { kernel(sysMunmap, uintptr(addr), n, 0) }

//go:linkname pageSize syscall.Getpagesize
func pageSize() int

func GetPhysPageSize() uintptr { return uintptr(pageSize()) }

// Add moves a pointer.
func Add(p unsafe.Pointer, n uintptr) unsafe.Pointer { return unsafe.Pointer(uintptr(p) + n) }

// Sigisblocked tells of the calling thread.
func Sigisblocked(sig int) bool {
	var mask uint64
	rawCall(&[7]uintptr{sysSigprocmask, 0, 0, uintptr(unsafe.Pointer(&mask)), 8})
	return mask>>(sig-1)&1 != 0
}

// The structures of signals are those of C: Go has no definition of them whose
// size could be wrong.
type Siginfo struct{}
type Sigevent struct{}

const (
	SiginfoMaxSize  = 128
	SigeventMaxSize = 64
)

// NewOSProc0 starts a thread that only runs the function at fn.
func NewOSProc0(stack uintptr, fn unsafe.Pointer)

func WaitForSigusr1(r, w int32, ready func(*M)) (int64, int64) {
	absent("hook in the handler of SIGUSR1")
	return 0, 0
}

func SendSigusr1(m *M) { absent("hook in the handler of SIGUSR1") }
