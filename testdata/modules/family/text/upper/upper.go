package upper

import "strings"

func Of(s string) string { return strings.ToUpper(s) }
