"""The map in use."""
