"""feeds: see docs/tour.md."""
