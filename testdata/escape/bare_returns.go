// A return without values assigns all results for gc: a closure that captures
// one shares it, even if nothing else is assigned behind the closure.
package p

import "io"

type file struct{ fd int }

func (*file) Close() error { return nil }

func open(name string) (*file, error)

func first(name string) (c io.Closer, err error) {
	f, err := open(name)
	c = f
	defer func() {
		if err != nil && c != nil {
			f.Close()
		}
	}()
	return
}

func second(name string) (n int, done bool) {
	n = len(name)
	show := func() int { return n }
	println(show())
	if done {
		return
	}
	for {
	}
}

func never(name string) (n int) {
	n = len(name)
	show := func() int { return n }
	println(show())
	for {
	}
}
