"""What is so now, folded from the journal; above the kinds."""
