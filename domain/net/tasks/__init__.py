"""Work in the grids: what may be asked, when it is due, and what came of it."""
