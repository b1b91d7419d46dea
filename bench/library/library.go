// Measures inner loops of Go's library, which gc has in assembly or takes for
// instructions, and what the language does in the runtime: one line "name
// number" each, hundredths of nanoseconds of processor time a call, the best of
// several short rounds.
package main

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash/crc32"
	"html"
	"math"
	"math/big"
	"math/bits"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	rounds = 7
	target = 8 * time.Millisecond // of one round
)

var (
	text  = makeText(64 << 10)
	words = strings.Fields(string(text))
	short = []byte("a needle, in a little hay")
	sink  int
	real  float64
)

func makeText(n int) []byte {
	x, b := uint32(1), make([]byte, n)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = "etaoinshrdlu <&.\n"[(x>>24)%17]
	}
	return b
}

func gcm() cipher.AEAD {
	block, _ := aes.NewCipher(text[:16])
	mode, _ := cipher.NewGCM(block)
	return mode
}

func number(n int) *big.Int { return new(big.Int).SetBytes(text[:n]) }

type shape interface{ area() float64 }
type square struct{ side float64 }
type circle struct{ radius float64 }

func (s square) area() float64  { return s.side * s.side }
func (c *circle) area() float64 { return c.radius * c.radius * 3 }

type record struct{ fields [32]int }

//go:noinline
func change(r record) record { r.fields[3]++; return r }

// what gives each measured loop: it runs its subject n times.
func what() map[string]func(n int) {
	mode, dst := gcm(), make([]byte, len(text)+64)
	block, _ := aes.NewCipher(text[:16])
	counter := cipher.NewCTR(block, text[:16])
	x, y, z := number(4096), number(4000), new(big.Int)
	base, modulus, power := number(128), number(127), number(16)
	key := ed25519.NewKeyFromSeed(text[:32])
	table := map[int]int{}
	shapes := []shape{}
	for i := 0; i < 1000; i++ {
		table[i*7] = i
		shapes = append(shapes, []shape{square{2}, &circle{1}}[i%2])
	}
	each := func(f func(i int)) func(n int) {
		return func(n int) {
			for i := 0; i < n; i++ {
				f(i)
			}
		}
	}
	castagnoli := crc32.MakeTable(crc32.Castagnoli)
	return map[string]func(n int){
		"aes-gcm":         each(func(int) { mode.Seal(dst[:0], text[:12], text, nil) }),
		"aes-ctr":         each(func(int) { counter.XORKeyStream(dst, text) }),
		"md5":             each(func(int) { md5.Sum(text) }),
		"sha1":            each(func(int) { sha1.Sum(text) }),
		"sha256":          each(func(int) { sha256.Sum256(text) }),
		"sha512":          each(func(int) { sha512.Sum512(text) }),
		"crc32-ieee":      each(func(int) { crc32.ChecksumIEEE(text) }),
		"crc32-c":         each(func(int) { crc32.Checksum(text, castagnoli) }),
		"ed25519-sign":    each(func(int) { ed25519.Sign(key, short) }),
		"big-mul":         each(func(int) { z.Mul(x, y) }),
		"big-div":         each(func(int) { z.Div(x, modulus) }),
		"big-exp":         each(func(int) { z.Exp(base, power, modulus) }),
		"bytes-count":     each(func(int) { sink += bytes.Count(text, []byte("e")) }),
		"bytes-index":     each(func(int) { sink += bytes.Index(text, []byte("absent")) }),
		"index-short":     each(func(int) { sink += bytes.Index(short, []byte("hay")) }),
		"indexbyte-short": each(func(int) { sink += bytes.IndexByte(short, ',') }),
		"compare":         each(func(i int) { sink += strings.Compare(words[i%512], words[(i+1)%512]) }),
		"to-runes":        each(func(int) { sink += len([]rune(words[3] + words[4])) }),
		"html-escape":     each(func(int) { sink += len(html.EscapeString(words[5])) }),
		"div64": func(n int) {
			q := uint64(n)
			for i := 0; i < n; i++ {
				q, _ = bits.Div64(1, q, 1<<62+3)
			}
			sink += int(q)
		},
		"popcount": func(n int) {
			for i := 0; i < n; i++ {
				sink += bits.OnesCount64(uint64(sink + i))
			}
		},
		"floor": func(n int) {
			for i := 0; i < n; i++ {
				real += math.Floor(real / 3)
			}
		},
		"fma": func(n int) {
			for i := 0; i < n; i++ {
				real = math.FMA(real, 0.5, 1)
			}
		},
		"map-range": each(func(int) {
			for k, v := range table {
				sink += k ^ v
			}
		}),
		"interface-sum": each(func(int) {
			sum := 0.0
			for _, s := range shapes {
				sum += s.area()
			}
			real = sum
		}),
		"copy-256-bytes": func(n int) {
			var r record
			for i := 0; i < n; i++ {
				r = change(r)
			}
			sink += r.fields[3]
		},
		"time-now": each(func(int) { sink += time.Now().Nanosecond() }),
	}
}

// processor is the time that this process has computed.
func processor() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measure finds how often the loop must run to last, and then its best time.
func measure(loop func(n int)) float64 {
	best := math.Inf(1)
	for n, round := 1, 0; round < rounds; {
		start := processor()
		loop(n)
		took := processor() - start
		if took < target {
			n *= 2
			continue
		}
		best = math.Min(best, float64(took)/float64(n))
		round++
	}
	return best
}

func main() {
	for name, loop := range what() {
		if len(os.Args) < 2 || os.Args[1] == name {
			os.Stdout.WriteString(name + " " + strconv.FormatInt(int64(100*measure(loop)), 10) + "\n")
		}
	}
}
