"""Journal records, and the fold that turns them into the present picture."""
