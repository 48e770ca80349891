"""Rules of figures: sums, spans, comparison."""
