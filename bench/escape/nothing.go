// What starting a program costs, to be taken off.
package main

func main() { println(1) }
