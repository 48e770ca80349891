"""Reports and positions from outside."""
