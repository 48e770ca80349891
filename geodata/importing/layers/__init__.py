"""Layers laid over the map there is: points, roads, surroundings, people and handling grids."""
