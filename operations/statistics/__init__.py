"""Figures of areas, KPIs and morning briefs."""
