"""Administration and health."""
