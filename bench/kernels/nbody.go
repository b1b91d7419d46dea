package main

type body struct{ x, y, z, vx, vy, vz, mass float64 }

var bodies = []body{
	{0, 0, 0, 0, 0, 0, 39.47},
	{4.84, -1.16, -0.10, 0.606, 2.81, -0.02, 0.037},
	{8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011},
	{12.89, -15.11, -0.22, 1.08, 0.868, -0.01, 0.0017},
	{15.37, -25.9, 0.179, 0.979, 0.594, -0.034, 0.002},
}

// sqrt by Newton's method: the package math is not needed.
func sqrt(x float64) float64 {
	r := x
	if r < 1 {
		r = 1
	}
	for i := 0; i < 8; i++ {
		r = (r + x/r) / 2
	}
	return r
}

func advance(dt float64) {
	for i := range bodies {
		a := &bodies[i]
		for j := i + 1; j < len(bodies); j++ {
			b := &bodies[j]
			dx, dy, dz := a.x-b.x, a.y-b.y, a.z-b.z
			d := dx*dx + dy*dy + dz*dz
			mag := dt / (d * sqrt(d))
			a.vx -= dx * b.mass * mag
			a.vy -= dy * b.mass * mag
			a.vz -= dz * b.mass * mag
			b.vx += dx * a.mass * mag
			b.vy += dy * a.mass * mag
			b.vz += dz * a.mass * mag
		}
	}
	for i := range bodies {
		a := &bodies[i]
		a.x += dt * a.vx
		a.y += dt * a.vy
		a.z += dt * a.vz
	}
}

func main() {
	for i := 0; i < 1000000; i++ {
		advance(0.01)
	}
	println(int(bodies[0].x*1000), int(bodies[4].y*1000))
}
