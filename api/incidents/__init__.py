"""Incidents and units."""
