"""Callbacks of the pages of cameras."""
