package main

var number = 3

func main() { println(number) }
