"""layouts: see docs/tour.md."""
