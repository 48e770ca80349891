"""callbacks: see docs/tour.md."""
