"""The parts of the field side."""
