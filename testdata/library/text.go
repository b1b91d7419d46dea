// Formatting, scanning and searching text.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode"
)

type point struct {
	X, Y  int
	Label string `json:"label,omitempty"`
	tags  []string
}

func (p point) String() string { return fmt.Sprintf("<%d,%d>", p.X, p.Y) }

type wrapped struct{ err error }

func (w wrapped) Error() string { return "wrapped: " + w.err.Error() }
func (w wrapped) Unwrap() error { return w.err }

var errBase = errors.New("base")

func formats() {
	p := &point{1, -2, "p", []string{"a"}}
	fmt.Printf("%v %+v %s %d|%5d|%-5d|%05d %x %X %o %b\n", p, *p, p, 42, 42, 42, 42, 255, 255, 8, 5)
	fmt.Printf("%#v %T %q %v %8.3f %e %g %t %c %U %p\n", point{3, 4, "", nil}, p, "a\"b\n", nil, 3.14159, 12345.678, 1e21, true, 'ß', 'ß', nil)
	fmt.Printf("%v %v %v %[1]v %!\n", []byte("hi"), map[string]int{"b": 2, "a": 1}, [2]bool{true})
	fmt.Println(fmt.Sprint("a", 1, 2, "b", "c", 3.5), fmt.Errorf("x: %w", wrapped{errBase}))
	fmt.Println(errors.Is(fmt.Errorf("x: %w", wrapped{errBase}), errBase))
	var a, b int
	var s string
	n, err := fmt.Sscanf("10-20 abc", "%d-%d %s", &a, &b, &s)
	fmt.Println(n, err, a, b, s)
}

func main() {
	formats()
	_, err := strconv.Atoi("12x")
	fmt.Println(err, strconv.Quote("é\x00"), strconv.FormatFloat(0.1, 'g', -1, 32))
	fmt.Println(strings.Fields(" a  b c "), strings.Map(unicode.ToUpper, "straße"), strings.EqualFold("Go", "GO"))
	fmt.Println(strings.NewReplacer("a", "1", "b", "2").Replace("abc"), strings.Title("x yz"), bytes.Count([]byte("cheese"), []byte("e")))
	re := regexp.MustCompile(`(\w+)@(\w+)\.com`)
	fmt.Println(re.ReplaceAllString("bob@example.com, al@b.com", "$2:$1"), re.FindAllStringIndex("x@y.com z@w.com", -1))
	out, err := json.MarshalIndent(map[string]any{"p": point{1, 2, "l", nil}, "n": nil, "f": 1.5}, "", " ")
	fmt.Println(string(out), err)
	var v struct {
		P point
		L []float64
		M map[string]any
	}
	err = json.Unmarshal([]byte(`{"p":{"X":7,"label":"z"},"L":[1,2.5],"m":{"k":[true,null]}}`), &v)
	fmt.Printf("%+v %v\n", v, err)
	fmt.Println(json.Unmarshal([]byte(`{"p":`), &v))
	w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, '.', tabwriter.AlignRight)
	fmt.Fprintln(w, "a\tbbb\tc\t")
	fmt.Fprintln(w, "aaaa\tb\tccccc\t")
	w.Flush()
	sc := bufio.NewScanner(strings.NewReader("one two\nthree"))
	sc.Split(bufio.ScanWords)
	for sc.Scan() {
		fmt.Print(sc.Text(), ";")
	}
	fmt.Println()
}

// Output:
// <1,-2> <1,-2> <1,-2> 42|   42|42   |00042 ff FF 10 101
// main.point{X:3, Y:4, Label:"", tags:[]string(nil)} *main.point "a\"b\n" <nil>    3.142 1.234568e+04 1e+21 true ß U+00DF %!p(<nil>)
// [104 105] map[a:1 b:2] [true false] [104 105] map[%!!(string=a):%!!(int=1) %!!(string=b):%!!(int=2)]
// a1 2bc3.5 x: wrapped: base
// true
// 3 <nil> 10 20 abc
// strconv.Atoi: parsing "12x": invalid syntax "é\x00" 0.1
// [a b c] STRAßE true
// 12c X Yz 3
// example:bob, b:al [[0 7] [8 15]]
// {
//  "f": 1.5,
//  "n": null,
//  "p": {
//   "X": 1,
//   "Y": 2,
//   "label": "l"
//  }
// } <nil>
// {P:<7,0> L:[1 2.5] M:map[k:[true <nil>]]} <nil>
// unexpected end of JSON input
// .....a..bbb......c
// ..aaaa....b..ccccc
// one;two;three;
