"""Rows of cameras and of what is done with them."""
