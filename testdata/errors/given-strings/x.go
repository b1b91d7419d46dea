package main

var (
	replaced = "dev"
	unset    string
	copied   = replaced + "!"
	list     = [...]string{replaced, unset}
	computed = first()
	empty    = "full"
)

func first() string { return "computed" }

func main() {
	println(replaced, unset, copied, list[0], list[1], computed, empty == "")
}
