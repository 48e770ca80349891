"""The one net: what is asked of the grids' people and work, and done."""
