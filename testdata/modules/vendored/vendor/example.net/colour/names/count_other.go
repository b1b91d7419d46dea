//go:build !amd64

package names

const Count = 0
