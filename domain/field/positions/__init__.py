"""Positions people in the field share."""
