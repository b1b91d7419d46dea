// Arithmetic on big numbers is assembly for gc: operands leak. Temporaries of
// a body from another package are numbered anew; callees of other packages have
// no position of their own.
package p

import (
	"crypto/rc4"
	"math/big"
	"os"
	"sort"
)

func product(x, y *big.Int) *big.Int { return new(big.Int).Mul(x, y) }

func sum(x, y *big.Int) string { return x.Add(x, y).String() }

func crypt(c *rc4.Cipher, text []byte) {
	var out [64]byte
	c.XORKeyStream(out[:len(text)], text)
	println(out[0])
}

func raw(f *os.File) error {
	c, err := f.SyscallConn()
	if err != nil {
		return err
	}
	return c.Control(func(fd uintptr) { println(fd) })
}

var Hook func(int) error

func later(n int) {
	defer Hook(n)
	defer sort.Ints([]int{n})
	go os.Exit(n)
}
