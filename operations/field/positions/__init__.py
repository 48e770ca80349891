"""Positions people in the field share while on duty."""
