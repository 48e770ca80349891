"""Phones of the field as rows."""
