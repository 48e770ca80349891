"""Inspections, key places and conference rooms: put together, and their demo."""
