"""Positions, tracks and refused messages."""
