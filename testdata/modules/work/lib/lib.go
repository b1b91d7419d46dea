package lib

const Name = "lib"

// An option, as a function that changes a number. Where it is inlined, messages
// of -m stand in this file.
type Option func(*int)

func Add(n int) Option { return func(to *int) { *to += n } }
