"""Coordinate systems."""
