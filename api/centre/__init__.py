"""Routes of the dispute centre."""
