"""Tables of people in the field."""
