package runtime

import (
	"internal/goarch"
	"unsafe"
)

// What Go's own tests of package runtime (package runtime_test) ask of the
// runtime from the inside, in terms of ours. They are compiled from GOROOT;
// the files that test parts of gc's runtime which have no counterpart here
// are named, with reasons, in untested.txt.
//
//	map_test.go      asks MapBucketsCount(m)
//	export_test.go   reads it from the map's header
//	runtime.h        is that header: RtHmap of the runtime's abi.h
//
// Nothing here imitates gc: what this runtime does not have panics when it is
// asked for (absent), and the test that asks fails.

// absent is where a helper ends whose subject this runtime does not have.
func absent(what string) { panic("this runtime has no " + what) }

// Constants and switches.

const (
	PtrSize     = goarch.PtrSize
	Raceenabled = false

	// Signals interrupt goroutines everywhere, not only at calls.
	PreemptMSupported = true

	// A map grows when it has more than HashLoad entries a bucket.
	HashLoad = 6.5

	RuntimeHmapSize = unsafe.Sizeof(hmap{})
)

var alwaysFalse bool
var escapeSink any

// Escape makes x live on the heap, as far as the compiler can tell.
func Escape[T any](x T) T {
	if alwaysFalse {
		escapeSink = x
	}
	return x
}

// The environment as GOROOT sees it: it is read once.

func Envs() []string     { return environment() }
func SetEnvs(e []string) { envs = e }

func setTraceback(level string)

// SetTracebackEnv is debug.SetTraceback.
func SetTracebackEnv(level string) { setTraceback(level) }

//go:noinline
func PanicForTesting(b []byte, i int) byte { return unexportedPanicForTesting(b, i) }

//go:noinline
func unexportedPanicForTesting(b []byte, i int) byte { return b[i] }

// Random numbers.

func fastrand64() uint64

//go:linkname fastrandn sync.fastrandn
func fastrandn(n uint32) uint32

//go:linkname fastrand os.fastrand
func fastrand() uint32

func Fastrand() uint32          { return fastrand() }
func Fastrand64() uint64        { return fastrand64() }
func Fastrandn(n uint32) uint32 { return fastrandn(n) }

// Hashes. They use no instructions for AES.

var useAeshash = false
var UseAeshash = &useAeshash

//go:noescape
func memhash(p unsafe.Pointer, seed, size uintptr) uintptr

//go:noescape
func memhash32(p unsafe.Pointer, seed uintptr) uintptr

//go:noescape
func memhash64(p unsafe.Pointer, seed uintptr) uintptr

//go:noescape
func strhash(p unsafe.Pointer, seed uintptr) uintptr

//go:noescape
func interhash(p unsafe.Pointer, seed uintptr) uintptr

//go:noescape
func nilinterhash(p unsafe.Pointer, seed uintptr) uintptr

var (
	MemHash   = memhash
	MemHash32 = memhash32
	MemHash64 = memhash64
)

func StringHash(s string, seed uintptr) uintptr { return strhash(unsafe.Pointer(&s), seed) }
func Int32Hash(i uint32, seed uintptr) uintptr  { return memhash32(unsafe.Pointer(&i), seed) }
func Int64Hash(i uint64, seed uintptr) uintptr  { return memhash64(unsafe.Pointer(&i), seed) }
func EfaceHash(i any, seed uintptr) uintptr     { return nilinterhash(unsafe.Pointer(&i), seed) }

func IfaceHash(i interface{ F() }, seed uintptr) uintptr {
	return interhash(unsafe.Pointer(&i), seed)
}

func BytesHash(b []byte, seed uintptr) uintptr {
	return memhash(*(*unsafe.Pointer)(unsafe.Pointer(&b)), seed, uintptr(len(b)))
}

// ReadUnaligned64 is for the tests' own hash functions.
func ReadUnaligned64(p unsafe.Pointer) uint64 { return *(*uint64)(p) }

// Maps.

// hmap is the header of a map, RtHmap of the runtime's abi.h.
type hmap struct {
	count               int
	flags, B            uint8
	noverflow           uint16
	hash0               uint32
	buckets, oldbuckets unsafe.Pointer
	nevacuate           uintptr
	extra               unsafe.Pointer
}

func headerOf(m map[int]int) *hmap { return *(**hmap)(unsafe.Pointer(&m)) }

func MapBucketsCount(m map[int]int) int         { return 1 << headerOf(m).B }
func MapBucketsPointerIsNil(m map[int]int) bool { return headerOf(m).buckets == nil }

// mapVerify walks the whole map, and throws if an entry lies in a wrong place
// or a mark of deletion is missing.
func mapVerify(typ, m unsafe.Pointer)

func MapTombstoneCheck(m map[int]int) {
	i := any(m)
	words := (*[2]unsafe.Pointer)(unsafe.Pointer(&i))
	mapVerify(words[0], words[1])
}

// Text.

// byteCount reads what $GOMEMLIMIT says.
func byteCount(s string, n *int64) bool

func Atoi(s string) (int, bool) {
	absent("Atoi: C's library reads numbers")
	return 0, false
}

func Atoi32(s string) (int32, bool) {
	absent("Atoi32: C's library reads numbers")
	return 0, false
}

func ParseByteCount(s string) (n int64, ok bool) {
	ok = byteCount(s, &n)
	return n, ok
}

// Timediv is a division for machines without one for 64 bits.
func Timediv(v int64, div int32, rem *int32) int32 {
	absent("Timediv")
	return 0
}

func GostringW(w []uint16) string {
	absent("strings of Windows")
	return ""
}
