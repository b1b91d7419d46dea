package runtime

import (
	"internal/goarch"
	"internal/goos"
	"runtime/internal/atomic"
)

const (
	Compiler = "gc" // programs compare with it to find gc's language
	GOOS     = goos.GOOS
	GOARCH   = goarch.GOARCH
)

// The root of the Go tree the library was compiled from, and its version.
const (
	defaultGOROOT = "/usr/lib/go-1.19"
	version       = "go1.19.8"
)

func Version() string { return version }

func GOROOT() string {
	if s := getenv("GOROOT"); s != "" {
		return s
	}
	return defaultGOROOT
}

func getenv(name string) string {
	for _, entry := range environment() {
		if len(entry) > len(name) && entry[len(name)] == '=' && entry[:len(name)] == name {
			return entry[len(name)+1:]
		}
	}
	return ""
}

// The bodies of these, though small, go the way of gc's: what its inliner
// expands, and tells of under -m, ours does, too.

func Breakpoint()       { breakpoint() }
func NumCPU() int       { return processors() }
func NumGoroutine() int { return gcount() }
func NumCgoCall() int64 { return int64(atomic.Load64(&ncgocall)) }
func Gosched()          { checkTimeouts(); gosched(nil) }
func UnlockOSThread()   { dounlockOSThread() }
func gcount() int       { return goroutines() }
func checkTimeouts()    {}
func dounlockOSThread() { releaseThread() }

var ncgocall uint64 // there is no cgo

func processors() int
func goroutines() int
func gosched(*byte) // gc's mcall has an argument, too: it costs when inlined
func breakpoint()
func releaseThread()

func GOMAXPROCS(n int) int
func Goexit()
func LockOSThread()
