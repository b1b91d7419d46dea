// Hashes, ciphers, CRCs and long numbers of many lengths, folded into a few
// sums: what gc has in assembly and runtime/kernels in C.
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
	"fmt"
	"hash/crc32"
	"math"
	"math/big"
)

func main() {
	buf := make([]byte, 5000)
	x := uint32(1)
	for i := range buf {
		x = x*1664525 + 1013904223
		buf[i] = byte(x >> 24)
	}
	all := sha256.New()
	cast := crc32.MakeTable(crc32.Castagnoli)
	step := 1
	for n := 0; n < len(buf); n += step {
		if n > 600 {
			step = 37
		}
		p := buf[n/7 : n/7+n-n/7]
		fmt.Fprintf(all, "%x %x %x %x %x %x", sha256.Sum256(p), sha512.Sum512(p), sha1.Sum(p), md5.Sum(p), crc32.ChecksumIEEE(p), crc32.Checksum(p, cast))
	}
	fmt.Printf("%x %x %x %x\n", sha256.Sum256(nil), sha512.Sum512(nil), sha1.Sum(nil), md5.Sum(nil))
	fmt.Printf("hashes %x\n", all.Sum(nil))
	for _, k := range []int{16, 24, 32} {
		blk, err := aes.NewCipher(buf[:k])
		if err != nil {
			panic(err)
		}
		var b [16]byte
		blk.Encrypt(b[:], buf[100:116])
		fmt.Printf("aes%d %x", k, b)
		blk.Decrypt(b[:], b[:])
		fmt.Println(bytes.Equal(b[:], buf[100:116]))
		for _, nl := range []int{12, 8, 16, 40} {
			g, err := cipher.NewGCMWithNonceSize(blk, nl)
			if err != nil {
				panic(err)
			}
			h := sha256.New()
			for n := 0; n < 500; n += 1 {
				out := g.Seal(nil, buf[:nl], buf[50:50+n], buf[n:2*n+n%17])
				h.Write(out)
				back, err := g.Open(out[:0], buf[:nl], out, buf[n:2*n+n%17])
				if err != nil || !bytes.Equal(back, buf[50:50+n]) {
					panic("open")
				}
			}
			fmt.Printf("gcm %x\n", h.Sum(nil))
		}
		d := make([]byte, 1001)
		cipher.NewCTR(blk, buf[:16]).XORKeyStream(d, buf[:1001])
		fmt.Printf("ctr %x\n", sha256.Sum256(d))
	}
	a, h := new(big.Int), sha256.New()
	for n := 1; n < 900; n += n/9 + 1 {
		p := new(big.Int).SetBytes(buf[:n])
		q := new(big.Int).SetBytes(buf[n : n+n/2+1])
		m := new(big.Int).Or(new(big.Int).SetBytes(buf[2*n:2*n+n/3+1]), big.NewInt(1))
		a.Mul(p, q)
		fmt.Fprint(h, a, a.Sub(p, q), a.Add(p, q), a.Lsh(p, uint(n)), a.Rsh(q, uint(n/2)), a.Div(p, q), a.Mod(p, m), a.Sqrt(p))
		if n < 200 {
			fmt.Fprint(h, a.Exp(p, q, m), a.GCD(nil, nil, p, q))
		}
	}
	fmt.Printf("big %x\n", h.Sum(nil))
	fmt.Println(math.FMA(0.1, 10, -1), math.FMA(math.MaxFloat64, 2, math.Inf(-1)))
	key := ed25519.NewKeyFromSeed(buf[:32])
	fmt.Printf("ed %x\n", ed25519.Sign(key, buf[:100]))
	fmt.Println(ed25519.Verify(key.Public().(ed25519.PublicKey), buf[:100], ed25519.Sign(key, buf[:100])))
}

// Output:
// e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e da39a3ee5e6b4b0d3255bfef95601890afd80709 d41d8cd98f00b204e9800998ecf8427e
// hashes ec766002d9e22bbc9783f6765df7bc0d61c8ca3b340be2aaca97a27ddf9b547d
// aes16 01a515bbf9555557a9a501cdb689055btrue
// gcm 50c363016a2c03831d6f4cc59b3ec31e562f577a7d72612cbd1087845f34c5c5
// gcm bb440c4a8943b00358b4c6dfa6877f993db0c50496ec515d886e1a8b2b667e94
// gcm 52aa9253d78ebd99d3c07e9cb82089936644fb4d6c6d2ef8c2159f321380f7ac
// gcm 60cce4129b2fac26404de9f12f9a0f62a40088fa25dd583795a55c8885499a2e
// ctr 61ff524333e4c63c74ea007c46eda605c6fa5ebd92267e3926d97a7a471c9de5
// aes24 b73db95e02eaa5236c5a3c43de6ebd8etrue
// gcm d09639b3f8659d14a38875b8e3fc740a206840f0d00a33dbddfcf1c35f73e90c
// gcm dc19ac4d83a207b7ee16ad0d8ba976335feec2e1d2860d45a120993d04ad6fbb
// gcm 05e4debd1ec2fccf146cdcf236ad98625523dfd1cdbffd2506b43cc9b3d12510
// gcm bfe81aca97fe81a1210ace99d3277c2e1addb474c2975d1ec8426abbbb4248ee
// ctr 4c09abf7c20c408a3ab8b1b38d93c8b138d9c21cd7c2e0a544f639d9f7def88a
// aes32 e5c4e113a3b0b03a3a742948befbc385true
// gcm 01e4e8cc79e7cbd745f7124e252cd4a77d8c33ac55c5388c5627f7b7538f04e2
// gcm 07b7495d4dd2b4a42e5653ca692e9a927a0210d2ebbb0526267871aed909df09
// gcm e21fb336c1b449f9dc1df5f27fdc4c799a39587a926b99a11ba6967466bd0866
// gcm 8a841368abe56895e7d865a231034e64f1e41e530a9b78d45cf3b23838f8c86d
// ctr 38975c4dcf28a1f212731151e0f31f490828fe25259ee5b6c3b0188cb9a225fb
// big 2ff74096e0d4182d9f1dbe8a4db762b38526666150beece68c9442b03cc8768d
// 5.551115123125783e-17 -Inf
// ed 4e818007cbb940ab81f6db83ad1bae8f000428e2272ff08b45e71b8c25abb04712c661253eebcee6b7875dfd276a7d494c20ee3f1d7dd44b2e475c20dc17930d
// true
