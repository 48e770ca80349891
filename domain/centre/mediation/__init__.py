"""Mediation: who mediates, who fits a case and why, sessions, partners, opinions."""
