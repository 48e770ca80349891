"""How fast the product is, measured end to end on one machine: `make bench`."""
