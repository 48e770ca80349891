"""One net: grids, the people in them, and their work."""
