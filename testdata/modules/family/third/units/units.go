package units

import "fmt"

type Metre float64

func (m Metre) String() string { return fmt.Sprintf("%gm", float64(m)) }
