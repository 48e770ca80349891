"""Callbacks of pages about people in the field."""
