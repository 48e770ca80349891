"""Recommendation, plans and nearest units."""
