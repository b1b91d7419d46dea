//go:build darwin

// Only other systems have assembly here: the package is read as on any amd64.
