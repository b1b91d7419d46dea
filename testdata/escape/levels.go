package p

// Summaries: the least number of dereferences to the heap and each result.

var held interface{}

func zero(p *int) *int              { return p }
func first(p **int) *int            { return *p }
func second(p ***int) *int          { return **p }
func content(p **int)               { held = *p }
func both(p **int) **int            { held = *p; return p }
func swap(a, b *int) (x, _ *int)    { return b, a }
func moved(p *int) **int            { return &p }
func number(p *int) int             { return *p }
func ignored(_ *int, p *int, q int) {}

func many(p *int) (a, b, c, d, e, f, g *int) { g = p; return }

func tooMany(p *int) (a, b, c, d, e, f, g, h *int) { h = p; return }

func least(p **int, deep bool) *int {
	q := p
	if deep {
		return *q
	}
	return *first2(&q)
}

func first2(p ***int) **int { return *p }
