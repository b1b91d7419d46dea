package text

import "example.com/text/upper"

func Twice(s string) string { return s + upper.Of(s) }
