"""The page of work in the grids: what is asked of it and done there."""
