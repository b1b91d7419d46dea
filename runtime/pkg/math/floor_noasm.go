// Rounding and square roots: instructions of the machine.

package math

const (
	haveArchFloor = true
	haveArchCeil  = true
	haveArchTrunc = true
)

func archFloor(x float64) float64
func archCeil(x float64) float64
func archTrunc(x float64) float64
