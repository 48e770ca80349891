"""Rows of the one net."""
