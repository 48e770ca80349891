"""Persons as they may ask about themselves; the demo's rhythm and history."""
