"""store: see docs/tour.md."""
