"""Callbacks of the dispute centre's page."""
