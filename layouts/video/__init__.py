"""Pages of cameras."""
