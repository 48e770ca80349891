"""Somebody of the grid is asked to help with a case."""
