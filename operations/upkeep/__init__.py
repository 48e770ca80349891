"""Administration, retention, health, and the demo's first start."""
