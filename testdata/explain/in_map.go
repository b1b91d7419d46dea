package main

func main() {
	n := 7 // heap
	ages := map[string]*int{}
	ages["ann"] = &n
	println(*ages["ann"])
}
