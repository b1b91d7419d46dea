// Numbers, sorting, hashing, compressing, containers.
package main

import (
	"bytes"
	"compress/gzip"
	"container/heap"
	"container/list"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"math/big"
	"math/bits"
	"math/cmplx"
	"math/rand"
	"sort"
	"strings"
)

type ints []int

func (h ints) Len() int           { return len(h) }
func (h ints) Less(i, j int) bool { return h[i] < h[j] }
func (h ints) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *ints) Push(x any)        { *h = append(*h, x.(int)) }
func (h *ints) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

func main() {
	fmt.Println(math.Sin(1), math.Exp(1.5), math.Pow(2, 0.5), math.Mod(7, 3), math.Inf(-1), math.NaN(), math.Gamma(5.5))
	fmt.Println(bits.OnesCount(255), bits.Reverse8(3), bits.LeadingZeros64(1), cmplx.Sqrt(-1), math.MaxInt64)
	f := new(big.Int).MulRange(1, 30)
	q, r := new(big.Int).DivMod(f, big.NewInt(1000003), new(big.Int))
	fmt.Println(f, q, r, big.NewRat(6, 4), f.ProbablyPrime(5))
	rng := rand.New(rand.NewSource(42))
	fmt.Println(rng.Intn(1000), rng.Perm(5), rng.Float64())
	s := rng.Perm(1000)
	sort.Ints(s)
	fmt.Println(sort.IntsAreSorted(s), sort.SearchInts(s, 500))
	words := strings.Fields("the quick brown fox jumps over the lazy dog")
	sort.SliceStable(words, func(i, j int) bool { return len(words[i]) < len(words[j]) })
	fmt.Println(words)
	h := &ints{5, 2, 8}
	heap.Init(h)
	heap.Push(h, 1)
	for h.Len() > 0 {
		fmt.Print(heap.Pop(h), " ")
	}
	l := list.New()
	l.PushBack(1)
	l.PushFront(0)
	fmt.Println(l.Len(), l.Front().Value)
	fmt.Println(hex.EncodeToString(md5.New().Sum(nil)), fmt.Sprintf("%x", sha256.Sum256([]byte("abc")))[:16], crc32.ChecksumIEEE([]byte("abc")))
	fmt.Println(base64.StdEncoding.EncodeToString([]byte("hello?")), binary.BigEndian.Uint32([]byte{1, 2, 3, 4}))
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, strings.Repeat("abc", 1000))
	z.Close()
	u, _ := gzip.NewReader(&b)
	data, err := io.ReadAll(u)
	fmt.Println(len(data), err)
}

// Output:
// 0.8414709848078965 4.481689070338065 1.4142135623730951 1 -Inf NaN 52.34277778455352
// 8 192 63 (0+1i) 9223372036854775807
// 265252859812191058636308480000000 265252064055998890639636561 90317 3/2 false
// 305 [4 0 1 3 2] 0.8128771359243787
// true 500
// [the fox the dog over lazy quick brown jumps]
// 1 2 5 8 2 0
// d41d8cd98f00b204e9800998ecf8427e ba7816bf8f01cfea 891568578
// aGVsbG8/ 16909060
// 3000 <nil>
