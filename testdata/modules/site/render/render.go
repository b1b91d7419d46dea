// Package render has tests in the package and beside it.
package render

import "example.com/site/internal/title"

func Page(name string) string { return wrap(title.Of(name)) }

func wrap(s string) string { return "<" + s + ">\n" }
