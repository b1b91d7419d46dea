package p

// Package variables: what can be laid out before the program runs makes no
// location.

type rec struct {
	n    int
	next *rec
}

var fixed = &rec{1, &rec{2, nil}}
var list = []int{1, 2, 3}
var empty = new(int)
var table = map[string]int{"a": 1}
var room = make([]byte, 10)
var anything interface{} = 5
var function = func() *rec { return new(rec) }
var nestedNew = &rec{3, new(rec)}
var joined = "a" + name
var name = string(rune(len(list)))
var raw = []byte("text")
