package lib

var hidden = "set by lib"

var table = [3]int{1, 2, 3}

// Small enough to be inlined: the importer then names hidden itself.
func Get() string { return hidden }

func Sum() int { return table[0] + table[1] + table[2] }
