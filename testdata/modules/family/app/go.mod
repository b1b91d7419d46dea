// A program whose other modules are folders beside it.
module example.com/app

go 1.19

require (
	example.com/text v1.0.0 // replaced below
	"example.org/units" v0.2.0
)

replace example.com/text => ../text

replace (
	example.org/units v0.2.0 => ../third/units
)
