module linkname

go 1.19
