"""Whistles, beats, items pushed both ways, joint actions, law partners."""
