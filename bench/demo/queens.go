// Queens places n queens on an n by n board so that none attacks another,
// counts the solutions and draws the first one.
package main

type board struct {
	size  int
	row   []int  // row[c]: where the queen of column c stands
	taken []bool // rows
	up    []bool // diagonals, by row+column
	down  []bool // diagonals, by row-column+size
	first []int  // the first solution
}

func newBoard(n int) *board {
	return &board{
		size:  n,
		row:   make([]int, 0, n),
		taken: make([]bool, n),
		up:    make([]bool, 2*n),
		down:  make([]bool, 2*n),
	}
}

// place tries all rows for the next queen; it returns how many solutions
// complete what stands already.
func (b *board) place() (solutions int) {
	col := len(b.row)
	if col == b.size {
		if b.first == nil {
			b.first = append(b.first, b.row...)
		}
		return 1
	}
	for r := 0; r < b.size; r++ {
		u, d := r+col, r-col+b.size
		if b.taken[r] || b.up[u] || b.down[d] {
			continue
		}
		b.taken[r], b.up[u], b.down[d] = true, true, true
		b.row = append(b.row, r)
		solutions += b.place()
		b.row = b.row[:col]
		b.taken[r], b.up[u], b.down[d] = false, false, false
	}
	return solutions
}

func (b *board) draw() {
	for r := 0; r < b.size; r++ {
		line := ""
		for _, q := range b.first {
			if q == r {
				line += " Q"
			} else {
				line += " ."
			}
		}
		println(line)
	}
}

func main() {
	for n := 4; n <= 10; n++ {
		b := newBoard(n)
		println(n, "queens:", b.place(), "solutions")
		if n == 8 {
			b.draw()
		}
	}
}
