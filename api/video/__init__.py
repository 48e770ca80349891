"""Routes of cameras."""
