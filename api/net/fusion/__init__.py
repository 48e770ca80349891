"""Police and law in the grids."""
