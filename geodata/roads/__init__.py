"""The road graph and travel times."""
