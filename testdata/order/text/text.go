// Package text formats values as fmt.Sprint does, for the few types that the
// programs of this folder print, so that they need no other package.
package text

// Other formats the types of the program itself; "" leaves them to Sprint.
var Other = func(v interface{}) string { return "" }

// Sprint puts a blank between operands neither of which is a string.
func Sprint(args ...interface{}) string {
	s := ""
	for i, v := range args {
		_, isString := v.(string)
		wasString := true
		if i > 0 {
			_, wasString = args[i-1].(string)
		}
		if !isString && !wasString {
			s += " "
		}
		s += value(v)
	}
	return s
}

// Row prints a name, padded, and what was seen.
func Row(name string, width int, rest string) {
	print(Pad(name, width), " ", rest, "\n")
}

// Pad counts characters, not bytes.
func Pad(s string, width int) string {
	n := 0
	for range s {
		n++
	}
	for ; n < width; n++ {
		s += " "
	}
	return s
}

func Join(list []string, sep string) string {
	s := ""
	for i, v := range list {
		if i > 0 {
			s += sep
		}
		s += v
	}
	return s
}

func TrimPrefix(s, prefix string) string {
	if len(s) >= len(prefix) && s[:len(prefix)] == prefix {
		return s[len(prefix):]
	}
	return s
}

// An Error is an error that is just a text.
type Error string

func (e Error) Error() string { return string(e) }

type Stringer interface{ String() string }

func value(v interface{}) string {
	if s := Other(v); s != "" {
		return s
	}
	switch v := v.(type) {
	case nil:
		return "<nil>"
	case error:
		return v.Error()
	case string:
		return v
	case bool:
		if v {
			return "true"
		}
		return "false"
	case int:
		return Itoa(v)
	case int8:
		return Itoa(int(v))
	case int32:
		return Itoa(int(v))
	case uint8:
		return Itoa(int(v))
	case uint64:
		return utoa(v)
	case float64:
		return Float(v)
	case complex128:
		im := Float(imag(v))
		if im[0] != '-' {
			im = "+" + im
		}
		return "(" + Float(real(v)) + im + "i)"
	}
	return list(v)
}

func list(v interface{}) string {
	var parts []interface{}
	switch v := v.(type) {
	case []int:
		for _, x := range v {
			parts = append(parts, x)
		}
	case []byte:
		for _, x := range v {
			parts = append(parts, x)
		}
	case []bool:
		for _, x := range v {
			parts = append(parts, x)
		}
	case []string:
		for _, x := range v {
			parts = append(parts, x)
		}
	case []float64:
		for _, x := range v {
			parts = append(parts, x)
		}
	case []interface{}:
		parts = v
	case [2]int:
		return list(v[:])
	case [2]bool:
		return list(v[:])
	case [4]int:
		return list(v[:])
	case [2][3]int:
		return list([]interface{}{v[0], v[1]})
	case [3]int:
		return list(v[:])
	case [5]int:
		return list(v[:])
	case *[4]int:
		if v == nil {
			return "<nil>"
		}
		return "&" + list(v[:])
	case map[int]int:
		return "map" + pairs(v)
	default:
		return "?"
	}
	s := "["
	for i, x := range parts {
		if i > 0 {
			s += " "
		}
		s += value(x)
	}
	return s + "]"
}

// pairs prints a map by rising keys.
func pairs(m map[int]int) string {
	s := "["
	for k := -100; k <= 1000; k++ {
		if v, ok := m[k]; ok {
			if len(s) > 1 {
				s += " "
			}
			s += Itoa(k) + ":" + Itoa(v)
		}
	}
	return s + "]"
}

func Itoa(n int) string {
	if n < 0 {
		return "-" + utoa(-uint64(n))
	}
	return utoa(uint64(n))
}

func utoa(n uint64) string {
	s := ""
	for {
		s = string(rune('0'+n%10)) + s
		n /= 10
		if n == 0 {
			return s
		}
	}
}

// Float is for numbers with few digits only.
func Float(f float64) string {
	switch {
	case f < -1e300:
		return "-Inf"
	case f != f:
		return "NaN"
	case f > 1e300:
		return "+Inf"
	}
	if f < 0 {
		return "-" + Float(-f)
	}
	n := int(f)
	s := Itoa(n)
	f -= float64(n)
	if f > 0 {
		s += "."
	}
	for i := 0; f > 0 && i < 6; i++ {
		f *= 10
		s += Itoa(int(f))
		f -= float64(int(f))
	}
	return s
}
