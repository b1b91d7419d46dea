module mp

go 1.19
