package p

// What maps and channels hold is on the heap, even if they are not.

type key struct{ p *int }

func store(c chan *int) int {
	names := map[string]*int{}
	i, j, k, l, m := 1, 2, 3, 4, 5
	names["i"] = &i
	counts := map[key]int{{&j}: 1}
	counts[key{&k}]++
	c <- &l
	_, found := names["m"]
	if found {
		delete(names, "m")
	}
	return len(counts) + m
}

func load(c chan *int, names map[string]*int) (*int, *int) {
	return names["x"], <-c
}

func iterate(names map[*int]*int) (k, v *int) {
	for k, v = range names {
	}
	return
}
