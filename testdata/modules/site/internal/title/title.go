// Package title is for this module only.
package title

import "strings"

// Of makes a title of a file name: "about_us.html" -> "About us".
func Of(name string) string {
	name = strings.TrimSuffix(name, ".html")
	name = strings.ReplaceAll(name, "_", " ")
	return strings.ToUpper(name[:1]) + name[1:]
}
