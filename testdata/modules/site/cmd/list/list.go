// Command list has no tests.
package main

import (
	"fmt"
	"os"
)

func main() {
	for i, arg := range os.Args[1:] {
		fmt.Println(i, arg)
	}
	os.Exit(len(os.Args) - 1)
}
