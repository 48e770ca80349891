"""Rooms of the video conference as pages draw them."""
