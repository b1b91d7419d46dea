package table

var Names = [...]string{"red", "green"}
