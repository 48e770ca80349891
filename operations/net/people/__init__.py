"""Posts of grids: who holds them, assigning, rosters, the board."""
