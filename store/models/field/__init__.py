"""Tables of the field side."""
