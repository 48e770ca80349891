"""Routes of talk and broadcasts."""
