"""operations: see docs/tour.md."""
