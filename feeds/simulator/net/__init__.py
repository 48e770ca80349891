"""The demo's people of the net and their work."""
