package render_test

import (
	"fmt"

	"example.com/site/render"
)

func ExamplePage() {
	fmt.Print(render.Page("a_b.html"))
	// Output: <A b>
}

func ExamplePage_wrong() {
	fmt.Print(render.Page("a.html"))
	// Output:
	// <B>
}
