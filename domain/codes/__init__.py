"""Codes and words that several subjects speak: of areas, of what a unit is doing."""
