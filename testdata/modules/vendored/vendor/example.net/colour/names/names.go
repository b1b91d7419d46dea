package names

import (
	"example.net/colour"
	"example.net/colour/internal/table"
)

func Of(c colour.Colour) string { return table.Names[c] }
