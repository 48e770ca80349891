"""The parts of people in the field."""
