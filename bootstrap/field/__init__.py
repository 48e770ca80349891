"""The parts of the field: the phone page and what comes through it."""
