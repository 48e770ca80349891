"""geodata: see docs/tour.md."""
