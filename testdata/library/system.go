// Files, processes, the environment, signals; where code is.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
)

func files(dir string) error {
	name := filepath.Join(dir, "a.txt")
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	for i := 0; i < 3; i++ {
		fmt.Fprintln(w, "line", i)
	}
	w.Flush()
	f.Close()
	data, err := os.ReadFile(name)
	fmt.Printf("%q %v\n", data, err)
	os.Mkdir(filepath.Join(dir, "sub"), 0o755)
	os.WriteFile(filepath.Join(dir, "sub", "b"), []byte("b"), 0o600)
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, path)
		fmt.Println(rel, d.IsDir())
		return err
	})
	st, _ := os.Stat(filepath.Join(dir, "sub", "b"))
	fmt.Println(st.Size(), st.Mode(), st.Name())
	_, err2 := os.Open(filepath.Join(dir, "none"))
	fmt.Println(os.IsNotExist(err2), strings.HasSuffix(err2.Error(), "no such file or directory"))
	return err
}

func processes() {
	os.Setenv("ESCARGO_X", "value")
	cmd := exec.Command("sh", "-c", "cat; echo $ESCARGO_X; exit 3")
	cmd.Stdin = strings.NewReader("input\n")
	out, err := cmd.Output()
	fmt.Printf("%q %v\n", out, err)
	r, w, _ := os.Pipe()
	go func() {
		io.WriteString(w, "through a pipe")
		w.Close()
	}()
	data, _ := io.ReadAll(r)
	fmt.Println(string(data))
}

func where() {
	pc, file, line, ok := runtime.Caller(0)
	fmt.Println(runtime.FuncForPC(pc).Name(), filepath.Base(file), line > 0, ok)
	pcs := make([]uintptr, 10)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for {
		f, more := frames.Next()
		if !strings.HasPrefix(f.Function, "main.") {
			break
		}
		fmt.Println(f.Function, filepath.Base(f.File))
		if !more {
			break
		}
	}
	stack := string(debug.Stack())
	fmt.Println(strings.HasPrefix(stack, "goroutine 1 [running]:\n"), strings.Contains(stack, "main.where()\n"))
	var b bytes.Buffer
	log.New(&b, "p: ", log.Lmsgprefix).Print("logged")
	fmt.Print(b.String())
}

type keeper struct{ p *int }

func main() {
	dir, err := os.MkdirTemp("", "escargo")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	fmt.Println(files(dir))
	processes()
	where()
	fs := flag.NewFlagSet("x", flag.ContinueOnError)
	n := fs.Int("n", 1, "number")
	fmt.Println(fs.Parse([]string{"-n", "7", "rest"}), *n, fs.Args())
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR1)
	syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	fmt.Println(<-c)
	old := debug.SetGCPercent(50)
	fmt.Println(old, debug.SetGCPercent(old))
	k := &keeper{new(int)}
	runtime.GC()
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	fmt.Println(ms.NumGC > 0, ms.HeapAlloc > 0, ms.Mallocs >= ms.Frees, *k.p)
	fmt.Println(runtime.GOOS, runtime.GOARCH, runtime.NumGoroutine() >= 1, len(os.Args))
}

// Output:
// "line 0\nline 1\nline 2\n" <nil>
// . true
// a.txt false
// sub true
// sub/b false
// 1 -rw------- b
// true true
// <nil>
// "input\nvalue\n" exit status 3
// through a pipe
// main.where system.go true true
// main.where system.go
// main.main system.go
// true true
// p: logged
// <nil> 7 [rest]
// user defined signal 1
// 100 50
// true true true 0
// linux amd64 true 1
