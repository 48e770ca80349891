"""Inspections: planned, run, ordered, answered, looked at again."""
