"""The one net: the people of the grids, their work, and what is counted of it."""
