"""Broadcasts as a page draws them."""
