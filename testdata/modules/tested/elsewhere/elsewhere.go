//go:build windows

package elsewhere

func Name() string { return nothing }
