package render_test

import (
	"embed"
	"fmt"

	"example.com/site/render"
)

//go:embed *_test.go testdata
var files embed.FS

func ExamplePage_embedded() {
	wanted, err := files.ReadFile("testdata/a.txt")
	fmt.Printf("%s%v\n", wanted, err)
	in, err := files.ReadFile("in_test.go")
	fmt.Println(len(in) > 0, err)
	// Output:
	// <a>
	// <nil>
	// true <nil>
}

func ExamplePage() {
	fmt.Print(render.Page("a_b.html"))
	// Output: <A b>
}

func ExamplePage_wrong() {
	fmt.Print(render.Page("a.html"))
	// Output:
	// <B>
}
