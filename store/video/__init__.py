"""Rows of the room of cameras."""
