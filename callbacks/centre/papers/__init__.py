"""What the section of papers on the card of a case loads and does."""
