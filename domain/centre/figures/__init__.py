"""Figures of the dispute centre: what is measured of a case, and what each figure means."""
