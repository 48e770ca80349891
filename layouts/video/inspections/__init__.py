"""Inspections as pages draw them."""
