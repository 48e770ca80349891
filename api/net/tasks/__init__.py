"""Routes of work in the grids."""
