"""Health of feeds."""
