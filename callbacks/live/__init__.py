"""Callbacks of the live glass: what a person asks for there."""
