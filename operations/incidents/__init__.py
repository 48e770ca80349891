"""Incidents, and what is done about them inside a transaction."""
