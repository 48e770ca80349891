"""Callbacks of the page of cases."""
