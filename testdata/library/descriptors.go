// Goroutines that wait for pipes and sockets: deadlines, closing under a
// reader, many readers on few threads, TCP and UNIX sockets.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

func check(err error) {
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
}

// A reader waits when its pipe is closed by another goroutine.
func closedUnderReader() {
	r, w, err := os.Pipe()
	check(err)
	done := make(chan error)
	go func() {
		_, err := r.Read(make([]byte, 1))
		done <- err
	}()
	time.Sleep(5 * time.Millisecond)
	check(r.Close())
	err = <-done
	fmt.Println("close:", errors.Is(err, os.ErrClosed))
	_, err = w.Write([]byte("x"))
	fmt.Println("no reader:", err != nil)
	w.Close()
}

func deadlines() {
	r, w, err := os.Pipe()
	check(err)
	start := time.Now()
	check(r.SetReadDeadline(start.Add(20 * time.Millisecond)))
	_, err = r.Read(make([]byte, 1))
	fmt.Println("read:", errors.Is(err, os.ErrDeadlineExceeded), time.Since(start) >= 20*time.Millisecond)
	check(r.SetReadDeadline(time.Time{}))
	go func() {
		time.Sleep(5 * time.Millisecond)
		io.WriteString(w, "late")
		w.Close()
	}()
	all, err := io.ReadAll(r)
	fmt.Println("read:", string(all), err)

	// A pipe that nobody reads from fills up.
	r, w, err = os.Pipe()
	check(err)
	w.SetWriteDeadline(time.Now().Add(10 * time.Millisecond))
	n, err := w.Write(make([]byte, 1<<20))
	fmt.Println("write:", n > 0 && n < 1<<20, errors.Is(err, os.ErrDeadlineExceeded))
	r.Close()
	w.Close()
	f, err := os.Open(os.Args[0])
	check(err)
	fmt.Println("plain file:", f.SetReadDeadline(time.Now()))
	f.Close()
}

func threads() int {
	tasks, err := os.ReadDir("/proc/self/task")
	check(err)
	return len(tasks)
}

// Readers that all wait; then all get what is theirs.
func manyReaders() {
	const n = 400
	var wg sync.WaitGroup
	var mu sync.Mutex
	var ends []*os.File
	sum := 0
	for i := 0; i < n; i++ {
		r, w, err := os.Pipe()
		check(err)
		ends = append(ends, w)
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer r.Close()
			var v int
			fmt.Fscan(r, &v)
			mu.Lock()
			sum += v
			mu.Unlock()
		}()
	}
	time.Sleep(20 * time.Millisecond)
	few := threads() < 40
	for i, w := range ends {
		fmt.Fprintln(w, i)
		w.Close()
	}
	wg.Wait()
	fmt.Println("readers:", sum == n*(n-1)/2, "few threads:", few)
}

func echo(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		io.WriteString(c, strings.ToUpper(line))
	}
}

// Each client says some lines, and hears them in capital letters.
func clients(network, address string, n int) int {
	var wg sync.WaitGroup
	good := make(chan bool, n)
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			c, err := net.Dial(network, address)
			check(err)
			defer c.Close()
			in := bufio.NewReader(c)
			for k := 0; k < 50; k++ {
				fmt.Fprintf(c, "line %d of %d\n", k, i)
				line, err := in.ReadString('\n')
				if err != nil || line != fmt.Sprintf("LINE %d OF %d\n", k, i) {
					return
				}
			}
			good <- true
		}(i)
	}
	wg.Wait()
	return len(good)
}

func sockets(network, address string) {
	l, err := net.Listen(network, address)
	check(err)
	ended := make(chan error)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				ended <- err
				return
			}
			go echo(c)
		}
	}()
	fmt.Println(network, "clients:", clients(network, l.Addr().String(), 60))
	l.Close()
	fmt.Println(network, "closed:", errors.Is(<-ended, net.ErrClosed))
	_, err = net.Dial(network, l.Addr().String())
	fmt.Println(network, "nobody there:", err != nil)
}

// What a process writes comes through pipes, both ways.
func process() {
	cmd := exec.Command("cat")
	in, err := cmd.StdinPipe()
	check(err)
	out, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	lines := bufio.NewScanner(out)
	for i := 0; i < 3; i++ {
		fmt.Fprintln(in, "to cat", i)
		lines.Scan()
		fmt.Println(lines.Text())
	}
	in.Close()
	fmt.Println(lines.Scan(), cmd.Wait())
}

func main() {
	closedUnderReader()
	deadlines()
	manyReaders()
	sockets("tcp", "127.0.0.1:0")
	dir, err := os.MkdirTemp("", "sockets")
	check(err)
	defer os.RemoveAll(dir)
	sockets("unix", filepath.Join(dir, "s"))
	process()
}

// Output:
// close: true
// no reader: true
// read: true true
// read: late <nil>
// write: true true
// plain file: file type does not support deadline
// readers: true few threads: true
// tcp clients: 60
// tcp closed: true
// tcp nobody there: true
// unix clients: 60
// unix closed: true
// unix nobody there: true
// to cat 0
// to cat 1
// to cat 2
// false <nil>
