package colour

type Colour int

const (
	Red Colour = iota
	Green
)
