package render

import (
	_ "embed"
	"testing"
)

//go:embed testdata/a.txt
var wrapped string

func TestWrap(t *testing.T) {
	if got := wrap("a"); got != wrapped {
		t.Errorf("got %q", got)
	}
}

func TestTable(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"short", "x.html", "<X>\n"},
		{"wrong", "y.html", "<y>\n"},
		{"skipped", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.in == "" {
				t.Skip("nothing to do")
			}
			t.Cleanup(func() { t.Log("cleaned up") })
			if got := Page(c.in); got != c.want {
				t.Errorf("Page(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}
