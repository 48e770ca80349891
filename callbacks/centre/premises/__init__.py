"""Callbacks of the pages of the centre itself."""
