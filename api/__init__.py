"""api: see docs/tour.md."""
