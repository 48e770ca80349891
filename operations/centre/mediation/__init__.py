"""Mediation: the pool, choosing, sessions, partners, opinions, agreements."""
