package p

// Bodies and facts of imported packages: in export data nothing is implicit,
// constants have lost their text, names are qualified; instructions are called
// in place, and where two packages share a name it is their paths that show.

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"os"
	"runtime"
	"sort"
	"strings"
	"sync/atomic"
)

type pair struct{ a, b int }

func texts(n int) string {
	var sb strings.Builder
	sb.WriteString("x")
	fmt.Println(sb.String(), strings.Repeat("x", n))
	var b bytes.Buffer
	b.WriteByte('c')
	return fmt.Sprint(b.Len(), errors.New("x"), pair{n, n})
}

func sorted(a []int) {
	sort.Ints(a)
	fmt.Fprintf(os.Stderr, "%v %d", a, len(a))
	fmt.Fprintln(os.Stderr, len(a), "numbers")
}

func find(b []byte, s string) (int, int) {
	return bytes.IndexByte(b, 'x'), strings.Index(s, "yz")
}

func instructions(x uint64, f float64) (int, uint64, float64) {
	return bits.Len64(x) + bits.LeadingZeros32(uint32(x)), bits.RotateLeft64(x, 3), math.Sqrt(math.Floor(f))
}

func counters(n *int64, v *atomic.Value, p *atomic.Int32) int64 {
	v.Store(n)
	p.Add(1)
	return atomic.AddInt64(n, 1) + atomic.LoadInt64(v.Load().(*int64))
}

func calls(m *runtime.MemStats) string {
	pcs := make([]uintptr, 4)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	frame, _ := frames.Next()
	runtime.ReadMemStats(m)
	return frame.Function
}

func name(e error) string {
	var path *os.PathError
	if errors.As(e, &path) {
		panic(fmt.Sprintf("path %s", path.Path))
	}
	return e.Error()
}
