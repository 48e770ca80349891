"""Rollups, figures and briefs."""
