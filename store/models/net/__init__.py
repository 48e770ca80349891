"""Tables of the one net."""
