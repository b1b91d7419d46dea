module example.com/vendored

go 1.19

require example.net/colour v1.2.0
