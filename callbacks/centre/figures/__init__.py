"""Callbacks of the page of the centre's figures."""
