"""The one net: who works in the grids, and what is done there."""
