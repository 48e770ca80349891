"""Names, house numbers, and where a point lies."""
