"""Routes of the one net."""
