package p

// The same pointer set in a literal, in a variable, and through a pointer.

type node struct {
	value *int
	next  *node
}

func inLiteral() int { n := 1; x := &node{value: &n}; return *x.value }

func inVariable() int { n := 1; var x node; x.value = &n; return *x.value }

func throughPointer() int { n := 1; x := &node{}; x.value = &n; return *x.value }

func inArray() int { n := 1; var a [3]*int; a[2] = &n; return *a[2] }

func inArrayThroughPointer() int { n := 1; var a [3]*int; p := &a; p[2] = &n; return *a[2] }

func inSlice() int { n := 1; s := make([]*int, 3); s[2] = &n; return *s[2] }

func inSliceLiteral() int { n := 1; s := []*int{nil, &n}; return *s[1] }

func throughStar() int { n := 1; var p *int; q := &p; *q = &n; return *p }

func chain() *int {
	a, b := 1, 2
	tail := node{value: &a}
	head := node{value: &b, next: &tail}
	return head.value // fields are not told apart: a and b both go
}
