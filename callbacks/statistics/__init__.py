"""Callbacks of what leaders read."""
