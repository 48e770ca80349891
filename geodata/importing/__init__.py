"""Importing real maps."""
