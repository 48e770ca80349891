"""Recordings that leave the house: asked for, approved by another, kept for a time."""
