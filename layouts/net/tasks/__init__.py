"""The page of work in the grids."""
