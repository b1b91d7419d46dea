package mix

func half(a, b uint64) uint64
