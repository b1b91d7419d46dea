package used

func Name() string { return "used" }
