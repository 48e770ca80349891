"""Whistle and report, police beats over grids, items pushed both ways, joint and legal work."""
