"""The section of papers on the card of a case."""
