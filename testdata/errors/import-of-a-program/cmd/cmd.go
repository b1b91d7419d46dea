package main

func F() {}
