// Package runtime is escargo's own: Go's package of this name is a part of
// gc's memory system and scheduler, which here are written in C.
//
// What Go programs may call is declared here. A function without a body is
// the C function of the same name (runtime/std/*.c and others), reached by
// its symbol "runtime.GC". Functions that return more than two words are
// written in Go around one that stores through pointers, since C and Go
// return such results differently.
//
// The comment "for PKG" marks what other packages of the library reach by
// go:linkname.
package runtime
