package runtime

import "unsafe"

// Error is what the values of run-time panics implement.
type Error interface {
	error
	RuntimeError()
}

// TypeAssertionError explains a failed type assertion. The runtime makes them
// by this descriptor; the layout is TypeAssertionError of value/error.c.
type TypeAssertionError struct {
	inter, concrete, asserted unsafe.Pointer // type descriptors
	missing                   string         // method that is not there
}

func (*TypeAssertionError) RuntimeError() {}

//go:noinline
func (e *TypeAssertionError) Error() string { return assertionErrorText(e) }

func assertionErrorText(e *TypeAssertionError) string
