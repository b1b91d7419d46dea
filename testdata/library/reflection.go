// Package reflect on our descriptors: types, calls in both directions, types
// made at run time.
package main

import (
	"errors"
	"fmt"
	"reflect"
	"sort"
)

type small struct {
	A int8
	B float32
}
type large struct{ A, B, C, D, E int }

type shape interface {
	Area(scale float64) (float64, error)
}
type square struct {
	Side float64
	name string
}

func (s square) Area(scale float64) (float64, error) { return s.Side * s.Side * scale, nil }
func (s *square) Grow(by float64, names ...string) int {
	s.Side += by
	return len(names)
}

func many(a int, b string, c []int, d float32, e small, f large, g error, h complex128, i uint8, j bool) (string, float64, bool) {
	return fmt.Sprint(a, b, c, d, e, f, g, h, i, j), float64(d) * 2, !j
}
func big(l large, k int) large                 { l.E += k; return l }
func four(a, b, c, d int) (int, int, int, int) { return d, c, b, a }
func floats(a, b, c, d float32) (float32, float32, float64, float32) {
	return d, c, float64(b), a
}
func nothing() {}

func calls() {
	for _, f := range []any{many, big, four, floats, nothing} {
		v := reflect.ValueOf(f)
		args := []reflect.Value{}
		for i := 0; i < v.Type().NumIn(); i++ {
			args = append(args, sample(v.Type().In(i), i))
		}
		out := []any{}
		for _, r := range v.Call(args) {
			out = append(out, r.Interface())
		}
		fmt.Println(v.Type(), out)
	}
}

func sample(t reflect.Type, i int) reflect.Value {
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Int, reflect.Int8:
		v.SetInt(int64(i + 1))
	case reflect.Uint8:
		v.SetUint(200)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(i) + 0.5)
	case reflect.Complex128:
		v.SetComplex(1 - 2i)
	case reflect.String:
		v.SetString("s")
	case reflect.Slice:
		v = reflect.Append(v, sample(t.Elem(), 3))
	case reflect.Struct:
		for k := 0; k < t.NumField(); k++ {
			v.Field(k).Set(sample(t.Field(k).Type, k))
		}
	case reflect.Interface:
		v.Set(reflect.ValueOf(errors.New("e")))
	}
	return v
}

func made() {
	var f func(int, large, ...string) (large, string, float64)
	fn := reflect.MakeFunc(reflect.TypeOf(f), func(in []reflect.Value) []reflect.Value {
		l := in[1].Interface().(large)
		l.A = int(in[0].Int())
		return []reflect.Value{reflect.ValueOf(l), reflect.ValueOf(fmt.Sprint(in[2])), reflect.ValueOf(2.5)}
	})
	reflect.ValueOf(&f).Elem().Set(fn)
	fmt.Println(f(9, large{B: 1}, "x", "y"))
	var g func(a, b, c, d float64) (float64, float64, float64)
	reflect.ValueOf(&g).Elem().Set(reflect.MakeFunc(reflect.TypeOf(g), func(in []reflect.Value) []reflect.Value { return in[1:] }))
	fmt.Println(g(1, 2, 3, 4))
	sq := &square{Side: 3}
	grow := reflect.ValueOf(sq).MethodByName("Grow").Interface().(func(float64, ...string) int)
	fmt.Println(grow(1, "a", "b"), sq.Side)
	area := reflect.ValueOf(shape(*sq)).Method(0).Interface().(func(float64) (float64, error))
	fmt.Println(area(0.5))
}

func types() {
	t := reflect.TypeOf(square{})
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		fmt.Println(f.Name, f.Type, f.Offset, f.PkgPath, f.IsExported())
	}
	pt := reflect.PtrTo(t)
	for i := 0; i < pt.NumMethod(); i++ {
		fmt.Println(pt.Method(i).Name, pt.Method(i).Type)
	}
	fmt.Println(t.Implements(reflect.TypeOf((*shape)(nil)).Elem()), t.Comparable(), t.PkgPath(), t.Size())
	fmt.Println(reflect.SliceOf(t) == reflect.TypeOf([]square{}), reflect.MapOf(reflect.TypeOf(""), t) == reflect.TypeOf(map[string]square{}))
	st := reflect.StructOf([]reflect.StructField{{Name: "N", Type: reflect.TypeOf(0), Tag: `k:"v"`}, {Name: "S", Type: t}})
	v := reflect.New(st).Elem()
	v.Field(0).SetInt(5)
	fmt.Printf("%v %+v %s\n", st, v.Interface(), st.Field(0).Tag.Get("k"))
	m := reflect.MakeMap(reflect.MapOf(reflect.TypeOf(small{}), reflect.TypeOf(0)))
	m.SetMapIndex(reflect.ValueOf(small{1, 2}), reflect.ValueOf(3))
	m.SetMapIndex(reflect.ValueOf(small{2, 2}), reflect.ValueOf(4))
	sum := 0
	for it := m.MapRange(); it.Next(); {
		sum += int(it.Value().Int())
	}
	fmt.Println(m.Len(), sum, m.MapIndex(reflect.ValueOf(small{1, 2})))
	s := []string{"c", "a", "b"}
	sort.Slice(s, func(i, j int) bool { return s[i] < s[j] })
	fmt.Println(s, reflect.DeepEqual(map[string][]int{"a": {1}}, map[string][]int{"a": {1}}))
	ch := reflect.MakeChan(reflect.TypeOf(make(chan int)), 1)
	ch.Send(reflect.ValueOf(7))
	i, r, ok := reflect.Select([]reflect.SelectCase{{Dir: reflect.SelectDefault}, {Dir: reflect.SelectRecv, Chan: ch}})
	fmt.Println(i, r, ok)
}

// The methods of structs that have them by embedding: behind a pointer type that
// the program does not name, and of types made at run time.
func promoted() {
	local := struct {
		N int
		square
	}{1, square{Side: 2}}
	p := reflect.New(reflect.TypeOf(local))
	for i := 0; i < p.NumMethod(); i++ {
		fmt.Println(p.Type().Method(i).Name, p.Type().Method(i).Type)
	}
	p.MethodByName("Grow").Call([]reflect.Value{reflect.ValueOf(1.5)})
	fmt.Println(p.Elem().Field(1).Field(0))
	for _, t := range []reflect.Type{reflect.TypeOf(square{}), reflect.TypeOf(&square{})} {
		v := reflect.New(reflect.StructOf([]reflect.StructField{{Name: "Embedded", Type: t, Anonymous: true}})).Elem()
		if t.Kind() == reflect.Pointer {
			v.Field(0).Set(reflect.ValueOf(&square{Side: 3}))
		}
		_, stringer := v.Interface().(fmt.Stringer)
		area, err := v.Interface().(shape).Area(0.5)
		fmt.Println(area, err, stringer)
		fmt.Println(v.MethodByName("Area").Call([]reflect.Value{reflect.ValueOf(2.0)})[0])
	}
}

type key struct {
	A, B int32 // hashed as one, by the compiler and by reflect
	C    float64
	_    int
	D    struct{}
	E    string
}

// A map that reflect has made, handed to the compiled type: both must hash alike.
func keys() {
	k := key{A: 1, B: 2, C: 3, E: "e"}
	m := reflect.MakeMap(reflect.MapOf(reflect.TypeOf(k), reflect.TypeOf("")))
	m.SetMapIndex(reflect.ValueOf(k), reflect.ValueOf("found"))
	type named map[key]string // not map[key]string, which reflect would take
	var n named
	reflect.ValueOf(&n).Elem().Set(m)
	fmt.Println(n[k], len(n[key{A: 1}]))
}

type saver struct{ left *any }

func (s saver) Save() { *s.left = recover() }

// What reflect calls in place of a deferred function may recover.
func recovered() {
	var a, b, c any
	func() {
		defer reflect.ValueOf(saver{&a}).Method(0).Interface().(func())()
		panic("method")
	}()
	func() {
		f := reflect.MakeFunc(reflect.TypeOf(main), func([]reflect.Value) []reflect.Value { b = recover(); return nil })
		defer f.Interface().(func())()
		panic("made")
	}()
	func() {
		defer func() { fmt.Println(a, b, c, recover()) }()
		defer reflect.ValueOf(func() { c = recover() }).Call(nil)
		panic("called by a deferred function")
	}()
}

func main() {
	keys()
	recovered()
	calls()
	made()
	types()
	promoted()
	defer func() { fmt.Println(recover()) }()
	reflect.ValueOf(1).Elem()
}

// Output:
// found 0
// method made <nil> called by a deferred function
// func(int, string, []int, float32, main.small, main.large, error, complex128, uint8, bool) (string, float64, bool) [1s[4] 3.5 {1 1.5} {1 2 3 4 5} e (1-2i) 200 false 7 true]
// func(main.large, int) main.large [{1 2 3 4 7}]
// func(int, int, int, int) (int, int, int, int) [4 3 2 1]
// func(float32, float32, float32, float32) (float32, float32, float64, float32) [3.5 2.5 1.5 0.5]
// func() []
// {9 1 0 0 0} [x y] 2.5
// 2 3 4
// 2 4
// 8 <nil>
// Side float64 0  true
// name string 8 main false
// Area func(*main.square, float64) (float64, error)
// Grow func(*main.square, float64, ...string) int
// true true main 24
// true true
// struct { N int "k:\"v\""; S main.square } {N:5 S:{Side:0 name:}} v
// 2 7 3
// [a b c] true
// 1 7 true
// Area func(*struct { N int; main.square }, float64) (float64, error)
// Grow func(*struct { N int; main.square }, float64, ...string) int
// 1.5
// 0 <nil> false
// 0
// 4.5 <nil> false
// 18
// reflect: call of reflect.Value.Elem on int Value
