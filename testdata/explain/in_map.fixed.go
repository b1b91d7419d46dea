package main

func main() {
	n := 7 // stack
	ages := map[string]int{}
	ages["ann"] = n
	println(ages["ann"])
}
