package b

import "cycle/a"

func G() { a.F() }
