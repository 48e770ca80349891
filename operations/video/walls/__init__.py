"""Tiles on paired walls, and arrangements of the video wall."""
