// Marshals 50 MB of records and reads them back: reflection, maps, byte slices
// that grow.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

type place struct {
	Name      string  `json:"name"`
	Latitude  float64 `json:"lat"`
	Longitude float64 `json:"lon"`
}

type record struct {
	ID     int               `json:"id"`
	Name   string            `json:"name"`
	Tags   []string          `json:"tags"`
	Places []place           `json:"places"`
	Extra  map[string]string `json:"extra"`
	Active bool              `json:"active,omitempty"`
	Next   *int              `json:"next"`
}

func makeRecords(n int) []record {
	list := make([]record, n)
	seed := uint32(1)
	for i := range list {
		seed = seed*1664525 + 1013904223
		x := int(seed >> 8)
		list[i] = record{
			ID:   i,
			Name: fmt.Sprintf("record <%d> \"%x\"", i, x),
			Tags: []string{"red", "green", fmt.Sprint("tag", x%100)},
			Places: []place{{"Zürich", 47.3769, float64(x) / 1e6},
				{"Αθήνα", float64(x) / 3, 23.7275}},
			Extra:  map[string]string{"key": "value", "seed": fmt.Sprint(x)},
			Active: x%2 == 0,
		}
		if x%3 == 0 {
			list[i].Next = &list[i].ID
		}
	}
	return list
}

func must(err error) {
	if err != nil {
		println(err.Error())
		os.Exit(1)
	}
}

func main() {
	list := makeRecords(200000)
	text, err := json.Marshal(list)
	must(err)
	var back []record
	must(json.Unmarshal(text, &back))
	again, err := json.Marshal(back)
	must(err)
	println(len(text), len(again), string(text) == string(again))
}
