"""The room of cameras: put together from what was made before it."""
