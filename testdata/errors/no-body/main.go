package main

func f() // there is no assembly

func main() { f() }
