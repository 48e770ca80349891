"""Mediation on the pages of the centre: the pool, the section of a case's card, advice."""
