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

// errorAddressString is the error of a fault at an address that is no nil
// pointer, after debug.SetPanicOnFault.
type errorAddressString struct {
	msg  string
	addr uintptr
}

func (e errorAddressString) RuntimeError() {}

//go:noinline
func (e errorAddressString) Error() string { return "runtime error: " + e.msg }

// Addr returns the memory address where a fault occurred.
func (e errorAddressString) Addr() uintptr { return e.addr }

// panicmemAddr is called as if by what faulted.
func panicmemAddr(addr uintptr) {
	panic(errorAddressString{"invalid memory address or nil pointer dereference", addr})
}

func panicOnFault(on bool, panics func(uintptr)) bool

// for runtime/debug
//
//go:linkname setPanicOnFault runtime/debug.setPanicOnFault
func setPanicOnFault(on bool) bool { return panicOnFault(on, panicmemAddr) }
