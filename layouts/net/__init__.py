"""Pages of the one net."""
