"""The phone page and its routes."""
