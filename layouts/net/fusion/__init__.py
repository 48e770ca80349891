"""Whistles, police beats, items pushed, joint actions and law partners."""
