// Command site shows what //go:embed puts into a program.
package main

import (
	"embed"
	"fmt"
	"io/fs"

	"example.com/site/internal/title"
	"example.com/site/render"
)

//go:embed "pages/the version.txt"
var version string

//go:embed pages/index.html
var index []byte

// Two directives; the folder without what is hidden.
//
//go:embed pages
//go:embed go.mod
var files embed.FS

//go:embed all:pages pages/*.html
var all embed.FS

func show(name string, f embed.FS) {
	fmt.Println(name)
	fs.WalkDir(f, ".", func(path string, d fs.DirEntry, err error) error {
		info, _ := d.Info()
		fmt.Println(" ", path, d.IsDir(), info.Size(), info.Mode(), err)
		return nil
	})
}

func main() {
	fmt.Printf("%q %q %d\n", version, index, cap(index))
	index[1] = 'H'
	fmt.Printf("%s", index)
	show("files", files)
	show("all", all)
	for _, name := range []string{"pages/about_us.html", "pages", "nothing", "pages/css/empty.css"} {
		b, err := files.ReadFile(name)
		fmt.Printf("%s %v\n", b, err)
	}
	matches, err := fs.Glob(files, "pages/*/*.css")
	fmt.Println(matches, err, title.Of("about_us.html"))
	fmt.Print(render.Page("x.html"))
}
