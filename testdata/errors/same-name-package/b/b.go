package b

import "p/a2"

type T struct{ X a.X }
