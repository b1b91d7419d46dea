// Package util has an error: importers are not looked at.
package util

func F() int { return "x" }
