"""Photos of the party that may be shown."""
