package text

type List[T any] []T

func Number(n int) string {
	var x any = n
	return f(x)
}

func f[T any](x T) string { return "" }

var s = (*[2]int)([]int{1, 2})
