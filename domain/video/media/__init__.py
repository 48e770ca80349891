"""Pictures of cameras: where they come from, how they reach a browser, and how they are."""
